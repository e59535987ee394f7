-- Overdue spells of tape loans, derived anew from all months of the touched loans (list-months). A spell is a row
-- of reported months with something unpaid; a month with nothing unpaid ends it, on that month's last day (the first day on which
-- the tape shows it). A charge-off does not end a spell: nothing was paid. A month that does not say is passed over. A spell starts on
-- the due date that was the oldest unpaid one in its first month; a mark (30, 60, 90 days) is dated to the day it was passed,
-- counted from the oldest due date of the month in which it first shows.
with numbered as (
  -- months without arrears since the first: equal within a spell, one more after its end
  select *, count(*) filter (where days = 0) over (partition by customer_id, loan_id order by period_ends_on) as ends
  from month_days
  join touched using (customer_id, loan_id)
  where is_deep and days is not null
), spell as (
  select customer_id, loan_id, ends,
    min(period_ends_on) filter (where days = 0) as clear_on,
    min(period_ends_on - days) filter (where days > 0 and not is_carried) as started_on,
    min(period_ends_on - days + 30) filter (where days >= 30 and not is_carried) as reached_30_on,
    min(period_ends_on - days + 60) filter (where days >= 60 and not is_carried) as reached_60_on,
    min(period_ends_on - days + 90) filter (where days >= 90 and not is_carried) as reached_90_on,
    max(period_ends_on) filter (where days > 0) as last_on
  from numbered
  group by customer_id, loan_id, ends
), ended as (
  -- the month with nothing unpaid that ends a spell is the one that begins the next count
  select *, lead(clear_on) over (partition by customer_id, loan_id order by ends) as ended_on
  from spell
)
-- a payment that bounced brings the same due date back after a month without arrears: one spell, with the later end
insert into book.overdue_spell (customer_id, loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on)
select customer_id, loan_id, started_on, (array_agg(ended_on order by last_on desc))[1], min(reached_30_on), min(reached_60_on),
  min(reached_90_on)
from ended
where started_on is not null
group by customer_id, loan_id, started_on
order by customer_id
