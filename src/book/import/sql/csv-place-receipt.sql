-- The loan of each staged receipt, and what is wrong with the row by itself: before csv-judge-receipt, which compares rows with each other and needs to know
-- how many there are. In one statement PostgreSQL takes them for a handful and compares each with every other.
-- A receipt belongs to a known loan with a schedule, is dated no later than the loan's latest value date (latest-value-date.sql), and never
-- changes.
-- $1 portfolio
create temporary table placed on commit drop as
with given as (select $1::integer as portfolio_id), found as (
  select i.seq, i.loan_id, i.part_id, i.other_id, i.loan_number, i.receipt_number, i.reverses_receipt_number, i.amount_minor, i.value_on,
    loan.customer_id, portfolio.business_date,
    loan.product <> 'tape' and exists (
      select from book.instalment where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id
    ) as has_schedule,
    r.receipt_id is not null as is_known,
    r.value_on = i.value_on and r.amount_minor = i.amount_minor and r.reverses_receipt_id is not distinct from i.other_id
      and r.receipt_number = i.receipt_number as is_equal,
    i.value_on > /*latest value date*/ as is_too_far_ahead
  from incoming i
  cross join given g
  join book.portfolio on portfolio.portfolio_id = g.portfolio_id
  left join book.loan on loan.loan_number = i.loan_number and loan.portfolio_id = g.portfolio_id and loan.loan_id = i.loan_id
  left join book.receipt r on r.customer_id = loan.customer_id and r.loan_id = loan.loan_id and r.receipt_id = i.part_id
  where i.problems is null
)
select *,
  case
    when customer_id is null or not has_schedule then 'loan_number'
    when is_known and not is_equal then 'receipt_number'
    when not is_known and is_too_far_ahead then 'value_on'
  end as wrong_field
from found
