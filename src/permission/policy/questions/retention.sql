-- What rules about retention look at (retention.ts). $4: months by country and record, from tables/rulebooks/retention.dmn.
feature as (
  select given.place, document, at, given.jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'record' as record, (facts ->> 'legalHold')::boolean as is_held, (facts ->> 'subJudice')::boolean as is_sub_judice,
    today > ((facts ->> 'recordedOn')::date + make_interval(months => keep_months))::date as is_time_over
  from given
  join jsonb_to_recordset($4::jsonb) as kept (jurisdiction text, record text, keep_months integer)
    on kept.jurisdiction = split_part(given.jurisdiction, '-', 1) and kept.record = facts ->> 'record'
)
