-- Parties of the rows taken, now with their sealed values. Where the row leaves a value empty, what is known stays.
insert into book.party (customer_id, party_id, party_number, kind, name_sealed, name_hint, name_digest, identity_number_sealed,
  identity_number_hint, identity_number_digest, language)
select distinct on (i.customer_id, i.part_id) i.customer_id, i.part_id, i.party_number, coalesce(i.kind, p.kind, 'person'), s.name_sealed,
  s.name_hint, i.name_digest, s.identity_number_sealed, s.identity_number_hint, i.identity_number_digest, i.language
from incoming i
join verdict v using (seq)
join sealed s using (seq)
left join book.party p on p.customer_id = i.customer_id and p.party_id = i.part_id
where v.outcome = 'taken'
order by i.customer_id, i.part_id, i.seq desc
on conflict (customer_id, party_id) do update set
  kind = excluded.kind,
  name_sealed = excluded.name_sealed,
  name_hint = excluded.name_hint,
  name_digest = excluded.name_digest,
  identity_number_sealed = coalesce(excluded.identity_number_sealed, party.identity_number_sealed),
  identity_number_hint = coalesce(excluded.identity_number_hint, party.identity_number_hint),
  identity_number_digest = coalesce(excluded.identity_number_digest, party.identity_number_digest),
  language = coalesce(excluded.language, party.language)
