-- The loan's vehicle as the newest month describes it. The value is the one at origination.
insert into book.vehicle (customer_id, vehicle_id, vehicle_number, make, model, model_year, is_new, value_minor, value_on, value_source)
select i.customer_id, i.vehicle_id, i.loan_number, i.make, i.model, i.model_year, i.is_new, i.value_minor, i.value_on,
  i.value_source
from touched t
join incoming i using (seq)
where t.is_newest
order by i.customer_id
on conflict (customer_id, vehicle_id) do update set
  make = coalesce(excluded.make, vehicle.make),
  model = coalesce(excluded.model, vehicle.model),
  model_year = coalesce(excluded.model_year, vehicle.model_year),
  is_new = coalesce(excluded.is_new, vehicle.is_new),
  value_minor = coalesce(excluded.value_minor, vehicle.value_minor),
  value_on = coalesce(excluded.value_on, vehicle.value_on),
  value_source = coalesce(excluded.value_source, vehicle.value_source)
