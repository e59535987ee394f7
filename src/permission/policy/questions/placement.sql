-- What rules about placements look at (placement.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'to' as placed_with, is_open as has_open_complaint,
    case when is_open then (facts ->> 'complaintVexatious')::boolean else false end as is_complaint_vexatious
  from given
  cross join lateral (
    select coalesce((facts ->> 'complaintLodgedOn')::date <= today, false) and not coalesce((facts ->> 'complaintClosedOn')::date <= today, false) as is_open
  ) complaint
)
