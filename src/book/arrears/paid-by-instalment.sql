-- Span 'instalment': an instalment is paid on the day of the receipt with which the money reaches its end.
select due_on, paid.paid_on
from (
  select due_on, principal_minor + interest_minor + fee_minor as minor,
    book.total_minor(principal_minor + interest_minor + fee_minor)
      over (order by due_on, instalment_number rows unbounded preceding) as to_minor
  from book.instalment
  where customer_id = asked.customer_id and loan_id = asked.loan_id
    -- a shorter spell reaches no mark
    and (spell.ended_on is null or spell.ended_on > spell.started_on + 30)
) owed
cross join lateral (
  select min(value_on) as paid_on
  from book.counted_receipt money
  where money.customer_id = asked.customer_id and money.loan_id = asked.loan_id and money.to_minor >= owed.to_minor
) paid
where minor > 0 and due_on >= spell.started_on and due_on <= asked.as_of
  and (due_on + 30 < spell.ended_on or spell.ended_on is null)
