-- Rows about customers who were erased. Without a loan that was opened since, what the lender's system still has of the person does not come back by itself; a row
-- that says what is known anyway stays a duplicate. With one, what is known by its digest only is taken again.
update judged set
  is_same = false,
  field = case when erased.is_back then field else 'customer_number' end,
  value = case when erased.is_back then value else incoming.customer_number end,
  reason = case when not erased.is_back then
    'was erased on ' || erased.on_day || '; what is said about the person comes back only with a loan that was opened since' end
from incoming, (
  select customer_id, on_day, exists (select from book.loan where loan.customer_id = erased.customer_id and opened_on >= on_day) as is_back
  from (
    select customer_id, max((erased_at at time zone 'UTC')::date) as on_day
    from vault.customer_erased
    where customer_id in (select customer_id from judged)
    group by customer_id
  ) as erased
) as erased
where incoming.seq = judged.seq and erased.customer_id = judged.customer_id and judged.reason is null
  and case when erased.is_back then judged.is_gone else not judged.is_same end
