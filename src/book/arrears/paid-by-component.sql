-- Span 'component': an instalment is paid on the day of the last receipt in it, once its receipts make up the whole.
select due_on, case when book.total_minor(paid.minor) = owed.minor then max(paid.value_on) end as paid_on
from (
  select instalment_number, due_on, principal_minor + interest_minor + fee_minor as minor
  from book.instalment
  where customer_id = asked.customer_id and loan_id = asked.loan_id
    and due_on >= spell.started_on and due_on <= asked.as_of and (due_on + 30 < spell.ended_on or spell.ended_on is null)
) owed
left join (
  select instalment_number, value_on, principal_minor + interest_minor + fee_minor as minor
  from book.allocation
  where customer_id = asked.customer_id and loan_id = asked.loan_id
) paid on paid.instalment_number = owed.instalment_number
where owed.minor > 0
group by owed.instalment_number, due_on, owed.minor
