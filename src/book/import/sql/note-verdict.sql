-- Keeps what became of the batch's records.
insert into verdict (seq, line, outcome, problems, customer_id, loan_id, period_ends_on, content_sha256, end_balance_minor,
  is_superseded)
select seq, line, outcome, problems, customer_id, loan_id, period_ends_on, content_sha256, end_balance_minor, is_superseded
from record
