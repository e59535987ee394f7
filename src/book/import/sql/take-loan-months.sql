-- A month of history. Rows are never updated: a restatement (form ABS-EE/A) is a further row of this run, and loan_month_latest shows it.
-- $1 import run
insert into book.loan_month (customer_id, loan_id, period_ends_on, import_run_id, days_past_due, end_balance_minor, scheduled_minor,
  paid_minor, charged_off_minor, recovered_minor, is_repossessed, next_payment_minor, loan_status, attributes, description_sha256,
  content_sha256)
select i.customer_id, i.loan_id, i.period_ends_on, $1, i.days_past_due, i.end_balance_minor, i.scheduled_minor,
  i.paid_minor, i.charged_off_minor, i.recovered_minor, i.is_repossessed, i.next_payment_minor, i.loan_status, i.month_attributes, i.description_sha256,
  i.content_sha256
from incoming i
join record r using (seq)
where r.outcome = 'taken'
order by i.customer_id
