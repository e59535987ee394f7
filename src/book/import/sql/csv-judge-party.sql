-- A party belongs to a known customer, and to a known loan when a role is given. Sealed values are compared by their keyed digests.
-- 'is_gone': the book knows the value by its digest only, because what was sealed went with the person.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create)
select i.seq, i.customer_id,
  p.party_id is not null
    and coalesce(i.kind, p.kind) = p.kind
    and i.name_digest is not distinct from p.name_digest
    and coalesce(i.identity_number_digest, p.identity_number_digest) is not distinct from p.identity_number_digest
    and coalesce(i.language, p.language) is not distinct from p.language
    and (i.role is null or lp.role is not null) as is_same,
  p.name_hint is null or i.identity_number_digest is not null and p.identity_number_hint is null as is_gone,
  case when c.customer_id is null and not g.may_create or c.customer_number <> i.customer_number then 'customer_number'
    when i.loan_number is not null and l.loan_id is null then 'loan_number' else 'party_number' end as field,
  case when c.customer_id is null and not g.may_create or c.customer_number <> i.customer_number then i.customer_number
    when i.loan_number is not null and l.loan_id is null then i.loan_number else i.party_number end as value,
  case
    when c.customer_id is null and not g.may_create then 'is no customer of the lender; load customers first'
    when c.customer_number <> i.customer_number or c.lender <> g.lender then 'has the same derived id as another customer of the book'
    when i.loan_number is not null and l.loan_id is null then 'is no loan of this customer in the portfolio; load loans first'
    when p.party_number <> i.party_number then 'has the same derived id as another party of the customer'
  end as reason
from incoming i
cross join given g
left join book.customer c on c.customer_id = i.customer_id
left join book.loan l on l.customer_id = i.customer_id and l.loan_id = i.loan_id and l.portfolio_id = g.portfolio_id
left join book.party p on p.customer_id = i.customer_id and p.party_id = i.part_id
left join book.loan_party lp on lp.customer_id = i.customer_id and lp.loan_id = i.loan_id and lp.party_id = i.part_id and lp.role = i.role
where i.problems is null
