-- The relations that features.sql reads, from documents in the format of docs/permission/facts.md. $1: the documents, a JSON array. $2 and $3: which document (its place
-- from 1) is asked about which instant; a document may be asked about many. A fact that is not known is null; a list that was not loaded has no rows and its
-- `has_…` is false.
document as materialized (
  select place::integer as document, facts, facts -> 'attempt' as attempt, facts -> 'actor' as actor, facts -> 'loan' as loan,
    facts -> 'party' as party, facts -> 'endpoint' as endpoint,
    -- a borrower is the debtor; of anybody else the debtor has to be told
    coalesce(facts -> 'debtor', case when facts #>> '{party,role}' = 'borrower' then facts -> 'party' end) as debtor
  from jsonb_array_elements($1::jsonb) with ordinality as given(facts, place)
),
asked as materialized (
  select place::integer, document, at
  from unnest($2::integer[], $3::timestamptz[]) with ordinality as given(document, at, place)
),
subject as materialized (
  select document,
    attempt ->> 'channel' as channel,
    attempt ->> 'purpose' as purpose,
    attempt ->> 'stage' as stage,
    attempt ->> 'initiatedBy' as initiated_by,
    attempt ->> 'callType' as call_type,
    (attempt ->> 'autodialer')::boolean as autodialer,
    (attempt #>> '{recording,on}')::boolean as recording_on,
    (attempt #>> '{recording,announced}')::boolean as recording_announced,
    attempt ->> 'delivery' as delivery,
    (attempt ->> 'identityVerified')::boolean as identity_verified,
    attempt #>> '{visit,place}' as visit_place,
    (attempt #>> '{visit,entry}')::boolean as visit_entry,
    (attempt #>> '{visit,entryConsentAt}')::timestamptz as entry_consent_at,
    (attempt #>> '{visit,entryRefusedAt}')::timestamptz as entry_refused_at,
    (attempt #>> '{visit,noticeAt}')::timestamptz as visit_notice_at,
    (attempt #>> '{visit,staff}')::integer as visit_staff,
    (attempt #>> '{visit,recorded}')::boolean as visit_recorded,
    (attempt #>> '{visit,civilDress}')::boolean as civil_dress,
    (attempt #>> '{visit,idShown}')::boolean as id_shown,
    attempt #>> '{device,target}' as device_target,
    attempt #>> '{device,action}' as device_action,
    (attempt #>> '{device,moving}')::boolean as device_moving,
    (attempt #>> '{device,certifiedInstaller}')::boolean as certified_installer,
    (attempt #>> '{device,financedByThisLoan}')::boolean as financed_by_this_loan,
    (attempt #>> '{content,mentionsDebt}')::boolean as mentions_debt,
    attempt #> '{content,breaches}' as breaches,
    attempt #> '{content,threatens}' as threatens,
    (attempt #>> '{content,optOutIncluded}')::boolean as opt_out_included,
    (attempt #>> '{content,onlyConfirms}')::boolean as only_confirms,
    (attempt #>> '{content,estateLimited}')::boolean as estate_limited,
    (attempt #>> '{content,limitedContent,neutralBusinessName}')::boolean as names_neutral_business,
    (attempt #>> '{content,limitedContent,personNamed}')::boolean as names_person,
    (attempt #>> '{content,limitedContent,replyNumber}')::boolean as gives_reply_number,
    (attempt #>> '{content,limitedContent,replyRequested}')::boolean as requests_reply,
    (attempt #>> '{content,limitedContent,otherContent}')::boolean as has_other_content,
    actor ->> 'entity' as entity,
    actor ->> 'role' as actor_role,
    actor ->> 'principal' as principal,
    (actor ->> 'ownName')::boolean as own_name,
    (actor ->> 'obtainedInDefault')::boolean as obtained_in_default,
    array(select jsonb_array_elements_text(actor -> 'licences')) as licences,
    actor ? 'licences' as has_licences,
    actor ->> 'tool' as tool,
    loan ->> 'id' as loan_id,
    loan ->> 'product' as product,
    (loan ->> 'consumer')::boolean as is_consumer,
    loan ->> 'lender' as lender,
    loan ->> 'lenderType' as lender_type,
    loan ->> 'lenderJurisdiction' as lender_jurisdiction,
    (loan ->> 'daysPastDue')::integer as days_past_due,
    (loan ->> 'missedDueOn')::date as missed_due_on,
    (loan ->> 'inDefaultSince')::date as in_default_since,
    loan ->> 'paymentFrequency' as payment_frequency,
    (loan ->> 'inCollections')::boolean as in_collections,
    loan ? 'flags' as has_loan_flags,
    party ->> 'id' as party_id,
    party ->> 'role' as party_role,
    party ->> 'jurisdiction' as jurisdiction,
    array(select jsonb_array_elements_text(party -> 'timeZones')) as time_zones,
    party ? 'flags' as has_party_flags,
    party ? 'consents' as has_consents,
    party #>> '{guarantee,kind}' as guarantee_kind,
    (party #>> '{guarantee,until}')::date as guarantee_until,
    (party #>> '{guarantee,coversClaim}')::boolean as guarantee_covers,
    (party ->> 'familyUseEvidence')::boolean as family_use_evidence,
    (party ->> 'acceptedInheritance')::boolean as accepted_inheritance,
    debtor ? 'flags' as has_debtor_flags,
    endpoint ->> 'id' as endpoint_id,
    endpoint ->> 'kind' as endpoint_kind,
    endpoint ->> 'source' as endpoint_source,
    (endpoint ->> 'workplace')::boolean as is_workplace,
    (endpoint ->> 'employerProhibits')::boolean as employer_prohibits,
    (endpoint ->> 'shared')::boolean as is_shared,
    (endpoint ->> 'optedOutAt')::timestamptz as opted_out_at,
    endpoint ->> 'optedOutScope' as opted_out_scope,
    (endpoint ->> 'consentAt')::timestamptz as endpoint_consent_at,
    (endpoint ->> 'usedByOwnerAt')::timestamptz as used_by_owner_at,
    (endpoint ->> 'wrongPartyAt')::timestamptz as wrong_party_at,
    facts ? 'history' as has_history,
    facts ? 'notices' as has_notices,
    coalesce((facts #>> '{policy,regFForCreditors}')::boolean, false) as regulation_f_for_creditors,
    coalesce((facts #>> '{policy,houseRules}')::boolean, false) as house_rules
  from document
),
-- `holder` is whose flag it is; one of a borrower is also the debtor's
flag as materialized (
  select document, holder, flag ->> 'flag' as flag, (flag ->> 'since')::date as since, (flag ->> 'until')::date as until,
    flag ->> 'kind' as kind, flag ->> 'chapter' as chapter, flag -> 'channels' as channels, flag -> 'avoid' as avoid, flag -> 'loans' as loans,
    (flag ->> 'attorneyContactKnown')::boolean as attorney_contact_known, (flag ->> 'attorneyContactedOn')::date as attorney_contacted_on,
    (flag ->> 'attorneyRepliedOn')::date as attorney_replied_on, (flag ->> 'brokenOn')::date as broken_on,
    (flag ->> 'treatmentEndedOn')::date as treatment_ended_on, flag ->> 'test' as test
  from document
  cross join lateral (
    values ('party', party -> 'flags'), ('loan', loan -> 'flags'), ('debtor', debtor -> 'flags')
  ) as held(holder, flags)
  cross join jsonb_array_elements(flags) as given(flag)
),
consent as materialized (
  select document, consent ->> 'scope' as scope, consent ->> 'form' as form, (consent ->> 'at')::timestamptz as given_at, consent ->> 'givenTo' as given_to,
    consent ->> 'topic' as topic, consent ->> 'from' as from_clock, consent ->> 'to' as to_clock, (consent ->> 'withdrawnAt')::timestamptz as withdrawn_at
  from document cross join jsonb_array_elements(party -> 'consents') as given(consent)
),
event as materialized (
  select document, (event ->> 'at')::timestamptz as at, event ->> 'channel' as channel, event ->> 'direction' as direction, event ->> 'outcome' as outcome,
    event ->> 'entity' as entity, event ->> 'principal' as principal, event ->> 'party' as party_id,
    array(select jsonb_array_elements_text(event -> 'loans')) as loans, event ->> 'endpoint' as endpoint_id, (event ->> 'workplace')::boolean as is_workplace,
    event ->> 'purpose' as purpose, event ->> 'followUp' as follow_up
  from document cross join jsonb_array_elements(facts -> 'history') as given(event)
),
notice as materialized (
  select document, notice ->> 'kind' as kind, (notice ->> 'at')::timestamptz as at, notice ->> 'channel' as channel, notice ->> 'entity' as entity,
    (notice ->> 'deliveredAt')::timestamptz as delivered_at
  from document cross join jsonb_array_elements(facts -> 'notices') as given(notice)
)
