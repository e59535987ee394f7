-- What rules about automated decisions look at (automated-decision.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'decision' as decision, (facts ->> 'majorEffect')::boolean as has_major_effect, (facts ->> 'automatedOnly')::boolean as is_automated_only,
    (facts ->> 'safeguards')::boolean as has_safeguards, coalesce((facts ->> 'explanationRequestedOn')::date <= today, false) as is_explanation_asked,
    coalesce((facts ->> 'automatedOnlyRefusedOn')::date <= today, false) as is_automation_refused
  from given
)
