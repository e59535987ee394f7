-- What rules about replay look at (replay.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    (facts ->> 'factsSnapshotStored')::boolean as is_snapshot_stored, facts ->> 'ruleSetVersion' as rule_set_version
  from given
)
