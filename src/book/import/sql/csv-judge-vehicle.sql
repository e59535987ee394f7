-- A vehicle belongs to a known customer. A field that the row leaves empty says nothing against what is known.
-- 'is_gone': the book knows the value by its digest only, because what was sealed went with the person.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create)
select i.seq, i.customer_id,
  v.vehicle_id is not null
    and coalesce(i.vin_digest, v.vin_digest) is not distinct from v.vin_digest
    and coalesce(i.plate_digest, v.plate_digest) is not distinct from v.plate_digest
    and coalesce(i.engine_number_digest, v.engine_number_digest) is not distinct from v.engine_number_digest
    and coalesce(i.make, v.make) is not distinct from v.make
    and coalesce(i.model, v.model) is not distinct from v.model
    and coalesce(i.model_year, v.model_year) is not distinct from v.model_year
    and coalesce(i.is_new, v.is_new) is not distinct from v.is_new
    and coalesce(i.value_minor, v.value_minor) is not distinct from v.value_minor
    and coalesce(i.value_on, v.value_on) is not distinct from v.value_on
    and coalesce(i.value_source, v.value_source) is not distinct from v.value_source as is_same,
  i.vin_digest is not null and v.vin_hint is null or i.plate_digest is not null and v.plate_hint is null
    or i.engine_number_digest is not null and v.engine_number_hint is null as is_gone,
  'customer_number' as field, i.customer_number as value,
  case
    when c.customer_id is null and not g.may_create then 'is no customer of the lender; load customers first'
    when c.customer_number <> i.customer_number or c.lender <> g.lender then 'has the same derived id as another customer of the book'
    when v.vehicle_number <> i.vehicle_number then 'has a vehicle with the same derived id and another number'
  end as reason
from incoming i
cross join given g
left join book.customer c on c.customer_id = i.customer_id
left join book.vehicle v on v.customer_id = i.customer_id and v.vehicle_id = i.part_id
where i.problems is null
