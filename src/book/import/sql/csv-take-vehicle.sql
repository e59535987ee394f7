-- Vehicles of the rows taken, now with their sealed values; an empty cell leaves what is known.
insert into book.vehicle (customer_id, vehicle_id, vehicle_number, vin_sealed, vin_hint, vin_digest, plate_sealed, plate_hint, plate_digest,
  engine_number_sealed, engine_number_hint, engine_number_digest, make, model, model_year, is_new, value_minor, value_on, value_source)
select i.customer_id, i.part_id, i.vehicle_number, s.vin_sealed, s.vin_hint, i.vin_digest, s.plate_sealed, s.plate_hint, i.plate_digest,
  s.engine_number_sealed, s.engine_number_hint, i.engine_number_digest, i.make, i.model, i.model_year, i.is_new, i.value_minor, i.value_on,
  i.value_source
from incoming i
join verdict v using (seq)
join sealed s using (seq)
where v.outcome = 'taken'
order by i.customer_id
on conflict (customer_id, vehicle_id) do update set
  vin_sealed = coalesce(excluded.vin_sealed, vehicle.vin_sealed),
  vin_hint = coalesce(excluded.vin_hint, vehicle.vin_hint),
  vin_digest = coalesce(excluded.vin_digest, vehicle.vin_digest),
  plate_sealed = coalesce(excluded.plate_sealed, vehicle.plate_sealed),
  plate_hint = coalesce(excluded.plate_hint, vehicle.plate_hint),
  plate_digest = coalesce(excluded.plate_digest, vehicle.plate_digest),
  engine_number_sealed = coalesce(excluded.engine_number_sealed, vehicle.engine_number_sealed),
  engine_number_hint = coalesce(excluded.engine_number_hint, vehicle.engine_number_hint),
  engine_number_digest = coalesce(excluded.engine_number_digest, vehicle.engine_number_digest),
  make = coalesce(excluded.make, vehicle.make),
  model = coalesce(excluded.model, vehicle.model),
  model_year = coalesce(excluded.model_year, vehicle.model_year),
  is_new = coalesce(excluded.is_new, vehicle.is_new),
  value_minor = coalesce(excluded.value_minor, vehicle.value_minor),
  value_on = coalesce(excluded.value_on, vehicle.value_on),
  value_source = coalesce(excluded.value_source, vehicle.value_source)
