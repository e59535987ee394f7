-- Rows about customers who were erased, and not taken in anew since by a loan: what the lender's system still has of them does not come back by itself. A row that
-- says what is known anyway stays a duplicate.
update judged set
  field = 'customer_number',
  value = incoming.customer_number,
  reason = 'was erased on ' || erased.on_day || '; what is said about the person comes back only with a loan that was opened since'
from incoming, (
  select customer_id, max((erased_at at time zone 'UTC')::date) as on_day
  from vault.customer_erased
  where customer_id in (select customer_id from judged)
  group by customer_id
) as erased
where incoming.seq = judged.seq and erased.customer_id = judged.customer_id and judged.reason is null and not judged.is_same
  and not exists (select from book.loan where loan.customer_id = judged.customer_id and opened_on >= erased.on_day)
