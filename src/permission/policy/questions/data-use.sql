-- What rules about the use of data look at (data-use.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'dataCategory' as data_category, facts ->> 'use' as use, (facts ->> 'loanInDefault')::boolean as is_loan_in_default,
    exists (select from consent where consent.place = given.place and scope = 'gps' and form in ('separate_signed', 'individual')) as has_separate_consent,
    coalesce((facts ->> 'impactAssessmentOn')::date <= today, false) as is_impact_assessed
  from given
)
