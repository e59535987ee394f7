-- Monthly roll rates of a portfolio in loans: from the bucket of one reported month to that of the next month of the same loan. Buckets are
-- days past due in steps of 30 (0 current, 1 one month, … 4 over three months); a loan charged off, paid off or gone ends there. Months
-- that do not say how late the loan is are left out, and so is a next month that is missing from the history.
-- $1 portfolio code
with month as (
  select m.customer_id, m.loan_id, m.period_ends_on,
    case
      when m.loan_status = 'charged_off' then 'charged_off'
      when m.loan_status in ('paid_off', 'closed') then m.loan_status
      when m.days_past_due is null then null
      when m.days_past_due <= 0 then '0'
      else least((m.days_past_due - 1) / 30 + 1, 4)::text
    end as bucket
  from book.portfolio p
  join book.loan l on l.portfolio_id = p.portfolio_id
  join book.loan_month_latest m on m.customer_id = l.customer_id and m.loan_id = l.loan_id
  where p.code = $1
), step as (
  select bucket as from_bucket,
    lead(bucket) over by_month as to_bucket,
    lead(period_ends_on) over by_month - period_ends_on as days_between
  from month
  window by_month as (partition by customer_id, loan_id order by period_ends_on)
)
select from_bucket as "from", to_bucket as "to", count(*) as loans,
  round(count(*)::numeric / sum(count(*)) over (partition by from_bucket), 4) as share
from step
where from_bucket in ('0', '1', '2', '3', '4') and to_bucket is not null and days_between <= 31
group by from_bucket, to_bucket
order by from_bucket, to_bucket
