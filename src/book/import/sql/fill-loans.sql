-- An older month than the book knows: fills what is unknown of the loan. What changes from month to month (status, repossession, regular
-- payment) is settled from all months afterwards (take-status).
-- $1 factor for rates, $2 factor for payment-to-income
update book.loan l set
  opened_on = coalesce(l.opened_on, i.opened_on),
  first_due_on = coalesce(l.first_due_on, i.first_due_on),
  matures_on = coalesce(l.matures_on, i.matures_on),
  term_months = coalesce(l.term_months, i.term_months),
  principal_minor = coalesce(l.principal_minor, i.principal_minor),
  annual_rate = coalesce(l.annual_rate, round(i.annual_rate * $1, 6)),
  credit_score = coalesce(l.credit_score, i.credit_score),
  credit_score_kind = coalesce(l.credit_score_kind, i.credit_score_kind),
  payment_to_income = coalesce(l.payment_to_income, round(i.payment_to_income * $2, 6)),
  attributes = i.loan_attributes || coalesce(l.attributes, '{}')
from touched t
join incoming i using (seq)
where not t.is_newest and l.customer_id = i.customer_id and l.loan_id = i.loan_id
