-- What rules about credit reporting look at (furnishing.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'bureauRecord' as bureau_record,
    facts ->> 'role' as role,
    (facts ->> 'firstNegative')::boolean as is_first_negative,
    coalesce((facts ->> 'priorNoticeOn')::date <= today, false) as is_told_before,
    coalesce((facts ->> 'objectionReceivedOn')::date <= today, false) as has_objection,
    (facts ->> 'disputeMark')::boolean as has_dispute_mark,
    (facts ->> 'spokenWithPerson')::boolean as has_spoken,
    coalesce(greatest(today - (facts ->> 'letterSentOn')::date, -1), -1) as days_since_letter
  from given
)
