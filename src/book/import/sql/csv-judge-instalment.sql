-- An instalment belongs to a known loan. Schedules are history: an instalment that is there with other amounts or another date is refused.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added (never)
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create), found as (
  select i.seq, i.loan_number, i.instalment_number, l.customer_id, l.product, n.loan_id is not null as is_known,
    n.due_on = i.due_on and n.principal_minor = coalesce(i.principal_minor, 0) and n.interest_minor = coalesce(i.interest_minor, 0)
      and n.fee_minor = coalesce(i.fee_minor, 0) as is_equal
  from incoming i
  cross join given g
  left join book.loan l on l.loan_number = i.loan_number and l.portfolio_id = g.portfolio_id and l.loan_id = i.loan_id
  left join book.instalment n on n.customer_id = l.customer_id and n.loan_id = l.loan_id and n.instalment_number = i.instalment_number
  where i.problems is null
)
select seq, customer_id, coalesce(is_equal, false) as is_same,
  case when customer_id is null or product = 'tape' then 'loan_number' else 'instalment_number' end as field,
  case when customer_id is null or product = 'tape' then loan_number else instalment_number::text end as value,
  case
    when customer_id is null then 'is no loan of the portfolio; load loans first'
    when product = 'tape' then 'is a loan without a schedule; load it with its product first'
    when is_known and not is_equal then 'is in the book with other amounts or another due date; a schedule is never overwritten'
  end as reason
from found
