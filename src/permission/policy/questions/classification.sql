-- What rules about classes of loan quality look at (classification.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    (facts ->> 'principalDaysPastDue')::integer as principal_days_past_due
  from given
)
