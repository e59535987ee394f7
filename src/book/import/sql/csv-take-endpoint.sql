-- Endpoints of the rows taken, now with their sealed values. An endpoint that is there can only change in whether it is usable; what went
-- with the person comes back.
insert into book.endpoint (customer_id, endpoint_id, party_id, kind, value_sealed, value_digest, value_hint, is_usable)
select i.customer_id, i.part_id, i.other_id, i.kind, s.value_sealed, i.value_digest, s.value_hint, coalesce(i.is_usable, e.is_usable, true)
from incoming i
join verdict v using (seq)
join sealed s using (seq)
left join book.endpoint e on e.customer_id = i.customer_id and e.endpoint_id = i.part_id
where v.outcome = 'taken'
order by i.customer_id
on conflict (customer_id, endpoint_id) do update set
  value_sealed = excluded.value_sealed,
  value_hint = excluded.value_hint,
  is_usable = excluded.is_usable
