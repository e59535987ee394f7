-- When the answer of the gate about a document may change: at the clocks $1 names, where the person is, on the days from $2 to $3 after its own; at what the facts date ahead;
-- and $4 hours after each warning. Whole minutes, rounded up.
with asked as (
  select * from jsonb_to_recordset($1::jsonb)
    as asked (document integer, at timestamptz, zones jsonb, clocks jsonb, ahead timestamptz[], warnings timestamptz[])
),
instant as (
  select document, ((asked.at at time zone zone)::date + days + clock::interval) at time zone zone as at
  from asked
  cross join jsonb_array_elements_text(zones) as zone
  cross join jsonb_array_elements_text(clocks) as clock
  cross join generate_series($2::integer, $3::integer) as days
  union all
  select document, unnest(ahead) from asked
  union all
  select document, warning + make_interval(hours => warning_hours)
  from asked cross join unnest(warnings) as warning cross join unnest($4::integer[]) as warning_hours
),
minute as (
  select distinct asked.document, zones ->> 0 as zone, date_trunc('minute', instant.at + interval '59.999999 seconds') as at
  from asked join instant using (document)
  where instant.at > asked.at
)
select document,
  to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS') || case when offset_seconds < 0 then '-' else '+' end
    || to_char(make_interval(secs => abs(offset_seconds)), 'HH24:MI') as at
from minute
cross join lateral (select extract(epoch from (at at time zone zone) - (at at time zone 'UTC')) as offset_seconds) here
order by document, minute.at
