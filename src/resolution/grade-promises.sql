-- Grades the promises of a slice whose due date has passed: kept when receipts counted from the day it was made to the due date reach
-- the amount, partly kept when something came, broken otherwise. A reversed receipt did not come.
-- Only promises on loans of the portfolio: another one may still be in the day on which its promises are due.
-- $1 business date · $2, $3 customer range · $4 portfolio · $5 only these customers, because money came late: then what was graded on this
-- date is graded again; or null
-- Step by step, because few promises of many are due and PostgreSQL would join all of them to their loans first.
with due as materialized (
  select customer_id, promise_id, loan_id, promised_on, due_on, amount_minor, outcome
  from resolution.promise
  where customer_id between $2 and $3 and due_on < $1::date
    and (outcome is null or ($5::bigint[] is not null and graded_on = $1::date))
    and ($5::bigint[] is null or customer_id = any ($5))
), received as materialized (
  select due.*, coalesce((
    select sum(r.amount_minor)
    from book.receipt r
    where r.customer_id = due.customer_id and r.loan_id = due.loan_id
      and r.value_on between due.promised_on and due.due_on
      and r.reverses_receipt_id is null
      and not exists (
        select from book.receipt undone
        where undone.customer_id = r.customer_id and undone.loan_id = r.loan_id and undone.reverses_receipt_id = r.receipt_id)), 0) as received_minor
  from due
  join book.loan on loan.customer_id = due.customer_id and loan.loan_id = due.loan_id and loan.customer_id between $2 and $3
  where loan.portfolio_id = $4
), graded as (
  select customer_id, promise_id, outcome as outcome_before,
    case when received_minor >= amount_minor then 'kept' when received_minor > 0 then 'partly_kept' else 'broken' end as outcome
  from received
)
update resolution.promise
set graded_on = $1::date, outcome = graded.outcome
from graded
where promise.customer_id = graded.customer_id and promise.promise_id = graded.promise_id and promise.customer_id between $2 and $3
  and graded.outcome is distinct from graded.outcome_before
