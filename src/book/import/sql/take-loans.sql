-- The month's record becomes the loan's state. A field that a later month leaves out (finished loans are reported with few fields)
-- keeps what was known. A loan whose status no row tells is open.
-- $1 portfolio, $2 factor for rates, $3 factor for payment-to-income, $4 import run, kept of the first that brings the loan
insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, vehicle_id, product, status, is_repossessed, opened_on,
  first_due_on, matures_on, term_months, principal_minor, annual_rate, payment_minor, credit_score, credit_score_kind,
  payment_to_income, attributes, import_run_id)
select i.customer_id, i.loan_id, $1, i.loan_number, i.vehicle_id, 'tape',
  coalesce(i.loan_status, (select status from book.loan l where l.customer_id = i.customer_id and l.loan_id = i.loan_id), 'open'),
  coalesce(i.is_repossessed,
    (select is_repossessed from book.loan l where l.customer_id = i.customer_id and l.loan_id = i.loan_id), false),
  i.opened_on, i.first_due_on, i.matures_on, i.term_months, i.principal_minor,
  round(i.annual_rate * $2, 6), i.payment_minor, i.credit_score, i.credit_score_kind, round(i.payment_to_income * $3, 6),
  i.loan_attributes, $4
from touched t
join incoming i using (seq)
where t.is_newest
order by i.customer_id
on conflict (customer_id, loan_id) do update set
  vehicle_id = coalesce(loan.vehicle_id, excluded.vehicle_id),
  status = excluded.status,
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
  attributes = loan.attributes || excluded.attributes
