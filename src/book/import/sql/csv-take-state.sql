-- The newest month of each touched loan becomes what the book says it owes. Balance, status and days come from the newest month that tells
-- them; one regular payment is past due for every missed month (or begun 30 reported days), never more than the balance. The next due
-- date is the next monthly return of the oldest unpaid one.
-- $1 portfolio
insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on,
  next_due_minor, aged_on, basis)
with newest as (
  select distinct on (customer_id, loan_id) *
  from month_days
  order by customer_id, loan_id, period_ends_on desc
), known as (
  select customer_id, loan_id,
    (array_agg(end_balance_minor order by period_ends_on desc) filter (where end_balance_minor is not null))[1] as balance_minor
  from month_days
  group by customer_id, loan_id
), state as (
  select n.customer_id, n.loan_id, n.period_ends_on, l.status, coalesce(n.scheduled_minor, l.payment_minor, 0) as regular_minor,
    coalesce(k.balance_minor, 0) as balance_minor,
    case when l.status in ('open', 'charged_off') and not n.is_carried then coalesce(n.days, 0) else 0 end as days,
    case when n.missed_count > 0 then n.missed_count else (coalesce(n.days, 0) - 1) / 30 + 1 end as missed_count
  from newest n
  join known k using (customer_id, loan_id)
  join book.loan l on l.customer_id = n.customer_id and l.loan_id = n.loan_id
), dated as (
  select *, case when days > 0 then period_ends_on - days end as oldest,
    period_ends_on - days + make_interval(months => ((extract(year from period_ends_on) - extract(year from period_ends_on - days)) * 12
      + extract(month from period_ends_on) - extract(month from period_ends_on - days))::integer) as return_on
  from state
)
select customer_id, loan_id, $1, oldest,
  case when days = 0 then 0 when balance_minor > 0 then least(regular_minor * missed_count, balance_minor) else regular_minor * missed_count end,
  balance_minor,
  case when days = 0 or status <> 'open' then null when return_on > period_ends_on then return_on::date else (return_on + interval '1 month')::date end,
  case when status = 'open' then nullif(regular_minor, 0) end,
  period_ends_on, 'tape'
from dated
order by customer_id
on conflict (customer_id, loan_id) do update set
  oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
  due_minor = excluded.due_minor,
  balance_minor = excluded.balance_minor,
  next_due_on = excluded.next_due_on,
  next_due_minor = excluded.next_due_minor,
  aged_on = excluded.aged_on
where arrears.basis = 'tape'
