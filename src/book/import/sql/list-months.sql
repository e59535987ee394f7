-- All months of the touched tape loans that are not simple, as they stand after restatements, with the days past due of each: what spells and, for tapes
-- without days past due, arrears are derived from.
--  * basis 'reported': the servicer's number; negative counts as none. Missing: the month does not say (null), unless the loan is over.
--  * basis 'payments': a month with a balance and nothing paid is missed. The days run from the 15th of the first of the missed months in a
--    row (the tape does not tell the due day; the middle of the month is wrong by least), so one missed month is 15 or 16 days, two are
--    about 45. An unknown payment is not a missed one: the month does not say, and the count ends, in the borrower's
--    favour. Neither does a month say anything in which nothing was paid and nothing is owed.
--  * A loan paid off or gone has none. After a charge-off without a number the days are carried (1, marked), because nothing was paid.
create temporary table month_days on commit drop as
with latest as (
  select distinct on (m.customer_id, m.loan_id, m.period_ends_on) m.*
  from touched t
  join book.loan_month m on m.customer_id = t.customer_id and m.loan_id = t.loan_id
  left join book.arrears a on a.customer_id = t.customer_id and a.loan_id = t.loan_id
  where t.is_deep and a.basis is distinct from 'schedule'
  order by m.customer_id, m.loan_id, m.period_ends_on, m.import_run_id desc
), marked as (
  select *, arrears_basis = 'payments' and paid_minor is not null and paid_minor <= 0 and coalesce(end_balance_minor, 0) > 0 as is_missed
  from latest
), numbered as (
  select *, count(*) filter (where not is_missed) over (partition by customer_id, loan_id order by period_ends_on) as run
  from marked
), counted as (
  select *,
    min(period_ends_on) filter (where is_missed) over (partition by customer_id, loan_id, run) as first_missed_on,
    count(*) filter (where is_missed) over (partition by customer_id, loan_id, run order by period_ends_on) as missed_count
  from numbered
)
select customer_id, loan_id, period_ends_on, end_balance_minor, scheduled_minor, next_payment_minor, is_repossessed, loan_status, missed_count,
  case
    when loan_status in ('paid_off', 'closed') then 0
    when is_missed then period_ends_on - (date_trunc('month', first_missed_on)::date + 14)
    when loan_status = 'charged_off' then coalesce(nullif(greatest(days_past_due, 0), 0), 1)
    when arrears_basis = 'payments' then case when paid_minor > 0 then 0 end
    when days_past_due is not null then greatest(days_past_due, 0)
  end as days,
  loan_status = 'charged_off' and coalesce(days_past_due, 0) <= 0 and not is_missed as is_carried
from counted
