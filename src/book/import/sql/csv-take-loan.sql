-- Loans of the rows taken; an empty cell leaves what is known, and kept columns are added to those already kept.
-- $1 portfolio, $2 import run, kept of the first that brings the loan
insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, vehicle_id, product, status, is_told_paid_off,
  is_repossessed, opened_on, first_due_on, matures_on, term_months, principal_minor, annual_rate, payment_minor, credit_score, credit_score_kind,
  payment_to_income, attributes, import_run_id)
select i.customer_id, i.loan_id, $1, i.loan_number, coalesce(i.part_id, l.vehicle_id), coalesce(i.product, l.product, 'tape'),
  coalesce(i.status, l.status, 'open'), coalesce(i.status = 'paid_off', l.is_told_paid_off, false),
  coalesce(i.is_repossessed, l.is_repossessed, false), i.opened_on, i.first_due_on, i.matures_on, i.term_months,
  i.principal_minor, round(i.annual_rate, 6), i.payment_minor, i.credit_score, i.credit_score_kind,
  round(i.payment_to_income, 6), i.attributes, $2
from incoming i
join verdict v using (seq)
left join book.loan l on l.customer_id = i.customer_id and l.loan_id = i.loan_id
where v.outcome = 'taken'
order by i.customer_id
on conflict (customer_id, loan_id) do update set
  vehicle_id = excluded.vehicle_id,
  product = excluded.product,
  status = excluded.status,
  is_told_paid_off = excluded.is_told_paid_off,
  is_repossessed = excluded.is_repossessed,
  opened_on = coalesce(excluded.opened_on, loan.opened_on),
  first_due_on = coalesce(excluded.first_due_on, loan.first_due_on),
  matures_on = coalesce(excluded.matures_on, loan.matures_on),
  term_months = coalesce(excluded.term_months, loan.term_months),
  principal_minor = coalesce(excluded.principal_minor, loan.principal_minor),
  annual_rate = coalesce(excluded.annual_rate, loan.annual_rate),
  payment_minor = coalesce(excluded.payment_minor, loan.payment_minor),
  credit_score = coalesce(excluded.credit_score, loan.credit_score),
  credit_score_kind = coalesce(excluded.credit_score_kind, loan.credit_score_kind),
  payment_to_income = coalesce(excluded.payment_to_income, loan.payment_to_income),
  attributes = coalesce(loan.attributes, '{}') || coalesce(excluded.attributes, '{}')
