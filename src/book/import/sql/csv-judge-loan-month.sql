-- A month belongs to a known loan. A row with the content of any earlier version of that month is a duplicate; other content restates it.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added (never)
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create)
select i.seq, l.customer_id,
  exists (select from book.loan_month m where m.customer_id = l.customer_id and m.loan_id = l.loan_id
    and m.period_ends_on = i.period_ends_on and m.content_sha256 = i.content_sha256) as is_same,
  'loan_number' as field, i.loan_number as value,
  case when l.loan_id is null then 'is no loan of the portfolio; load loans first' end as reason
from incoming i
cross join given g
left join book.loan l on l.loan_number = i.loan_number and l.portfolio_id = g.portfolio_id and l.loan_id = i.loan_id
where i.problems is null
