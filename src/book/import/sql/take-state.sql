-- What a tape loan owes, from its newest reported month, in whatever order the months came. A tape has no schedule, so these are rules:
--  * oldest unpaid due date = end of the period less the days past due, also after a charge-off (the number stays as it was reported); none
--    when the days are 0 or unknown, or when the loan is paid off or gone.
--  * amount past due = the payment due in the next period less one regular payment, because that figure holds what is past due (checked
--    on the files of four issuers). Where it is no larger, or the tape has no such figure: one regular payment for every missed month
--    or begun 30 days past due. Never more than the balance while there is one.
--  * balance = that of the newest month that tells it.
--  * next due date = the next monthly return of the last known due date; unknown for a loan that was never past due, because tapes do
--    not tell the day.
-- A loan that has a schedule of its own (basis 'schedule') is not touched.
-- $1 portfolio
insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on,
  next_due_minor, aged_on, basis)
with newest as (
  select distinct on (customer_id, loan_id) *
  from month_days
  order by customer_id, loan_id, period_ends_on desc
), known as (
  select customer_id, loan_id,
    (array_agg(end_balance_minor order by period_ends_on desc) filter (where end_balance_minor is not null))[1] as balance_minor,
    (array_agg(period_ends_on - days order by period_ends_on desc) filter (where days > 0 and not is_carried))[1] as last_due_on
  from month_days
  group by customer_id, loan_id
), state as (
  select n.customer_id, n.loan_id, n.period_ends_on, l.status, n.next_payment_minor, n.missed_count,
    coalesce(n.scheduled_minor, l.payment_minor, 0) as regular_minor,
    coalesce(k.balance_minor, 0) as balance_minor,
    case when l.status in ('open', 'charged_off') and not n.is_carried then coalesce(n.days, 0) else 0 end as days,
    case when l.status = 'open' then k.last_due_on end as last_due_on
  from newest n
  join known k using (customer_id, loan_id)
  join book.loan l on l.customer_id = n.customer_id and l.loan_id = n.loan_id
), owed as (
  select *,
    case
      when days = 0 then 0
      when next_payment_minor > regular_minor then next_payment_minor - regular_minor
      else regular_minor * greatest(missed_count, (days - 1) / 30 + 1)
    end as past_due_minor,
    last_due_on + make_interval(months => ((extract(year from period_ends_on) - extract(year from last_due_on)) * 12
      + extract(month from period_ends_on) - extract(month from last_due_on))::integer) as return_on
  from state
)
select customer_id, loan_id, $1, case when days > 0 then period_ends_on - days end,
  case when balance_minor > 0 then least(past_due_minor, balance_minor) else past_due_minor end,
  balance_minor,
  case when return_on > period_ends_on then return_on::date else (return_on + interval '1 month')::date end,
  case when status = 'open' then nullif(regular_minor, 0) end,
  period_ends_on, 'tape'
from owed
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
