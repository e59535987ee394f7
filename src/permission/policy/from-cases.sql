-- The relations that the questions of policy read, from documents in the format of docs/permission/policy.md. $1: the documents, a JSON array. $2 and $3: which document (its
-- place from 1) is asked about which instant. The day is the one that the instant is written with. An event that is absent did not happen, and `-1` days say so; a state
-- that is absent is not known, and null says so.
given as materialized (
  select asked.place::integer as place, asked.document, at, left(matter ->> 'asOf', 10)::date as today, matter ->> 'jurisdiction' as jurisdiction,
    array_to_string((string_to_array(matter ->> 'jurisdiction', '-'))[1:2], '-') as state, matter -> 'facts' as facts
  from unnest($2::integer[], $3::timestamptz[]) with ordinality as asked(document, at, place)
  join jsonb_array_elements($1::jsonb) with ordinality as documents(matter, number) on number = asked.document
),
standing as materialized (
  select place, flag ->> 'flag' as flag, (flag ->> 'since')::date as since, flag ->> 'kind' as kind, flag ->> 'until' is not null as is_dated,
    (flag ->> 'treatmentEndedOn')::date as treatment_ended_on, today - (flag ->> 'since')::date + 1 as day
  from given cross join jsonb_array_elements(facts -> 'flags') as held(flag)
  where (flag ->> 'since')::date <= today and coalesce((flag ->> 'until')::date >= today, true)
),
consent as materialized (
  select place, consent ->> 'scope' as scope, consent ->> 'form' as form
  from given cross join jsonb_array_elements(facts -> 'consents') as told(consent)
  where (consent ->> 'at')::timestamptz <= at and coalesce((consent ->> 'withdrawnAt')::timestamptz > at, true)
)
