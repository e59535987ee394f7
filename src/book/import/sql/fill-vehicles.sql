-- An older month than the book knows: fills what is unknown of the vehicle.
update book.vehicle v set
  make = coalesce(v.make, i.make),
  model = coalesce(v.model, i.model),
  model_year = coalesce(v.model_year, i.model_year),
  is_new = coalesce(v.is_new, i.is_new),
  value_minor = coalesce(v.value_minor, i.value_minor),
  value_on = coalesce(v.value_on, i.value_on),
  value_source = coalesce(v.value_source, i.value_source)
from touched t
join incoming i using (seq)
where not t.is_newest and v.customer_id = i.customer_id and v.vehicle_id = i.vehicle_id
