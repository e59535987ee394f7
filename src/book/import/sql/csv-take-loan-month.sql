-- Months of the rows taken: a restatement is a further row of this run.
-- $1 import run, $2 'reported' or 'payments'
insert into book.loan_month (customer_id, loan_id, period_ends_on, import_run_id, days_past_due, end_balance_minor, scheduled_minor,
  paid_minor, charged_off_minor, recovered_minor, is_repossessed, loan_status, arrears_basis, attributes, content_sha256)
select v.customer_id, i.loan_id, i.period_ends_on, $1, i.days_past_due, i.end_balance_minor, i.scheduled_minor, i.paid_minor,
  i.charged_off_minor, i.recovered_minor, i.is_repossessed, i.status, $2, i.attributes, i.content_sha256
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
order by v.customer_id
