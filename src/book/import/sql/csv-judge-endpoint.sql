-- An endpoint belongs to a known party. It is its kind and value, so only whether it is usable can change.
-- 'is_gone': the book knows the value by its digest only, because what was sealed went with the person.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added (never: the party must be there)
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create)
select i.seq, i.customer_id,
  e.endpoint_id is not null and coalesce(i.is_usable, e.is_usable) = e.is_usable as is_same,
  e.value_hint is null as is_gone,
  case when c.customer_id is null or c.customer_number <> i.customer_number then 'customer_number' else 'party_number' end as field,
  case when c.customer_id is null or c.customer_number <> i.customer_number then i.customer_number else i.party_number end as value,
  case
    when c.customer_id is null or c.customer_number <> i.customer_number or c.lender <> g.lender then 'is no customer of the lender; load customers first'
    when p.party_id is null or p.party_number <> i.party_number then 'is no party of this customer; load parties first'
    when e.value_digest <> i.value_digest then 'has the same derived id as another endpoint of the customer'
  end as reason
from incoming i
cross join given g
left join book.customer c on c.customer_id = i.customer_id
left join book.party p on p.customer_id = i.customer_id and p.party_id = i.other_id
left join book.endpoint e on e.customer_id = i.customer_id and e.endpoint_id = i.part_id
where i.problems is null
