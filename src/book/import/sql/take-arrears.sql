-- What is owed, from the servicer's row. A tape has no schedule, so these are rules, in this order:
--  * oldest unpaid due date = end of the period less the reported days past due, also after a charge-off (the number is kept as it was
--    reported); none when the days are 0, negative or missing, or when the loan is paid off or gone.
--  * amount past due = the payment due in the next period less one regular payment, because the next period's figure holds what is
--    past due (checked on the files of four issuers). Where it is no larger than a regular payment: one regular payment for every
--    begun 30 days past due. Never more than the balance while there is one.
--  * next due date = the next monthly return of the oldest unpaid due date; unknown for a loan that was never past due, because the
--    files do not tell the day.
-- A loan that has a schedule of its own (basis 'schedule') is not touched.
-- $1 portfolio
insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on,
  next_due_minor, aged_on, basis)
with state as (
  select i.customer_id, i.loan_id, i.period_ends_on, l.status, i.next_payment_minor,
    coalesce(i.scheduled_minor, l.payment_minor, 0) as regular_minor,
    coalesce(i.end_balance_minor, 0) as balance_minor,
    case when l.status in ('open', 'charged_off') then greatest(i.days_past_due, 0) else 0 end as days,
    b.oldest_unpaid_due_on as due_before, b.next_due_on as next_before
  from incoming i
  join newest using (seq)
  join book.loan l on l.customer_id = i.customer_id and l.loan_id = i.loan_id
  left join book.arrears b on b.customer_id = i.customer_id and b.loan_id = i.loan_id
), owed as (
  select *,
    case when days > 0 then period_ends_on - days end as oldest,
    case
      when coalesce(days, 0) = 0 then 0
      when next_payment_minor > regular_minor then next_payment_minor - regular_minor
      else regular_minor * ((days - 1) / 30 + 1)
    end as past_due_minor
  from state
), anchored as (
  -- any due date known of the loan gives the day of the month
  select *, case when status = 'open' then coalesce(oldest, due_before, next_before) end as anchor from owed
), dated as (
  select *,
    anchor + make_interval(months => ((extract(year from period_ends_on) - extract(year from anchor)) * 12
      + extract(month from period_ends_on) - extract(month from anchor))::integer) as return_on
  from anchored
)
select customer_id, loan_id, $1, oldest,
  case when balance_minor > 0 then least(past_due_minor, balance_minor) else past_due_minor end,
  balance_minor,
  case when return_on > period_ends_on then return_on::date else (return_on + interval '1 month')::date end,
  case when status = 'open' then nullif(regular_minor, 0) end,
  period_ends_on, 'tape'
from dated
order by customer_id
on conflict (customer_id, loan_id) do update set
  portfolio_id = excluded.portfolio_id,
  oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
  due_minor = excluded.due_minor,
  balance_minor = excluded.balance_minor,
  next_due_on = excluded.next_due_on,
  next_due_minor = excluded.next_due_minor,
  aged_on = excluded.aged_on
where arrears.basis = 'tape'
