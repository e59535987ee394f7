-- Grades the promises of a slice whose due date has passed: kept when receipts counted from the day it was made to the due date reach
-- the amount, partly kept when something came, broken otherwise. A reversed receipt did not come.
-- $1 business date · $2, $3 customer range
with due as (
  select p.customer_id, p.promise_id, p.amount_minor, coalesce((
    select sum(r.amount_minor)
    from book.receipt r
    where r.customer_id = p.customer_id and r.loan_id = p.loan_id
      and r.value_on between p.promised_on and p.due_on
      and r.reverses_receipt_id is null
      and not exists (
        select from book.receipt undone
        where undone.customer_id = r.customer_id and undone.loan_id = r.loan_id and undone.reverses_receipt_id = r.receipt_id)), 0) as received_minor
  from resolution.promise p
  where p.customer_id between $2 and $3 and p.outcome is null and p.due_on < $1::date
)
update resolution.promise
set graded_on = $1::date,
    outcome = case when due.received_minor >= due.amount_minor then 'kept' when due.received_minor > 0 then 'partly_kept' else 'broken' end
from due
where promise.customer_id = due.customer_id and promise.promise_id = due.promise_id
