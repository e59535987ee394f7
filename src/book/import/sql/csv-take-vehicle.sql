-- Vehicles of the rows taken; an empty cell leaves what is known.
insert into book.vehicle (customer_id, vehicle_id, vehicle_number, vin, plate, engine_number, make, model, model_year, is_new,
  value_minor, value_on, value_source)
select i.customer_id, i.part_id, i.vehicle_number, i.vin, i.plate, i.engine_number, i.make, i.model, i.model_year, i.is_new,
  i.value_minor, i.value_on, i.value_source
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
order by i.customer_id
on conflict (customer_id, vehicle_id) do update set
  vin = coalesce(excluded.vin, vehicle.vin),
  plate = coalesce(excluded.plate, vehicle.plate),
  engine_number = coalesce(excluded.engine_number, vehicle.engine_number),
  make = coalesce(excluded.make, vehicle.make),
  model = coalesce(excluded.model, vehicle.model),
  model_year = coalesce(excluded.model_year, vehicle.model_year),
  is_new = coalesce(excluded.is_new, vehicle.is_new),
  value_minor = coalesce(excluded.value_minor, vehicle.value_minor),
  value_on = coalesce(excluded.value_on, vehicle.value_on),
  value_source = coalesce(excluded.value_source, vehicle.value_source)
