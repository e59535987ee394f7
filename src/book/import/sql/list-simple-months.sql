-- Simple loans add their newest month as it stands in this import.
insert into month_days (customer_id, loan_id, period_ends_on, end_balance_minor, scheduled_minor, next_payment_minor, is_repossessed,
  loan_status, missed_count, days, is_carried)
select i.customer_id, i.loan_id, i.period_ends_on, i.end_balance_minor, i.scheduled_minor, i.next_payment_minor, i.is_repossessed,
  i.loan_status, 0, 0, i.loan_status = 'charged_off'
from touched t
join incoming i using (seq)
where not t.is_deep
