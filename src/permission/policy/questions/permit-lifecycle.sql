-- What rules about grants look at (permit-lifecycle.ts). $4: by rule of contact, the reason that it gives when its cap is full.
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    case when facts ? 'requests' then $4::jsonb ->> (facts ->> 'rule') else 'none' end as cap_reason,
    case when facts ? 'requests' then least(jsonb_array_length(facts -> 'requests'), (facts ->> 'freeSlots')::integer) else -1 end as granted,
    case when facts ? 'requests' then greatest(jsonb_array_length(facts -> 'requests') - (facts ->> 'freeSlots')::integer, 0) else -1 end as refused,
    facts ? 'permit' and facts ? 'dialAt' as is_used,
    coalesce((facts ->> 'optedOutAt')::timestamptz <= (facts ->> 'dialAt')::timestamptz, false) as is_opted_out,
    coalesce((facts ->> 'dialAt')::timestamptz > (facts #>> '{permit,issuedAt}')::timestamptz + make_interval(secs => (facts #>> '{permit,ttlSeconds}')::integer), false) as is_over
  from given
)
