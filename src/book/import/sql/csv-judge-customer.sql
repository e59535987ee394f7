-- A customer is its number within the lender; there is nothing else to differ.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added (here always)
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create)
select i.seq, i.customer_id, c.customer_id is not null as is_same, 'customer_number' as field, i.customer_number as value,
  case when c.customer_number <> i.customer_number or c.lender <> g.lender
    then 'has the same derived id as another customer of the book' end as reason
from incoming i
cross join given g
left join book.customer c on c.customer_id = i.customer_id
where i.problems is null
