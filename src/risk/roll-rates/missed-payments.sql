-- How missed payments follow on each other, for tapes that report payments but no days past due. Every month with a balance whose next month
-- is reported counts once: by how many months in a row, itself included, went without a payment (4 stands for 4 or more), and whether the
-- next one does. An unknown payment is not a missed one: it ends the row of misses, and as a next month it is left out.
-- The jump from the first to the second missed month is the shape to look for: one is mostly timing, two are not.
-- $1 portfolio code
with month as (
  select m.customer_id, m.loan_id, m.period_ends_on, m.end_balance_minor, m.paid_minor,
    coalesce(m.paid_minor = 0, false) as is_missed,
    lead(m.paid_minor) over by_month as next_paid_minor
  from book.portfolio p
  join book.loan l on l.portfolio_id = p.portfolio_id
  join book.loan_month_latest m on m.customer_id = l.customer_id and m.loan_id = l.loan_id
  where p.code = $1
  window by_month as (partition by m.customer_id, m.loan_id order by m.period_ends_on)
), numbered as (
  select *, count(*) filter (where not is_missed) over (partition by customer_id, loan_id order by period_ends_on) as run
  from month
), counted as (
  select *, count(*) filter (where is_missed) over (partition by customer_id, loan_id, run order by period_ends_on) as missed
  from numbered
)
select least(missed, 4)::integer as "missedInARow", count(*) as months, count(*) filter (where next_paid_minor = 0) as "nextMissed"
from counted
where end_balance_minor > 0 and next_paid_minor is not null
group by 1
order by 1
