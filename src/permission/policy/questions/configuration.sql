-- What rules about settings look at (configuration.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'action' as action, (facts ->> 'frequencyCapConfigured')::boolean as has_frequency_cap
  from given
)
