-- What the rules look at, one row an asked place: plain values with the names of dictionary.ts, computed from the relations of from-documents.sql (or of another source
-- with the same columns). Mechanism only: windows, units and zones as rules count them. Every limit stands in a rulebook.
-- Null means not known; what does not apply to the attempt says so ('none', false, -1), so that no rule waits for the recording of a letter.

-- The clock of the person. Where several zones are plausible, everything must hold in each: the earliest and the latest clock are told, and dates span all of them. Dates
-- of flags do not wait for a zone: without one, any date that it can be on earth counts.
moment as materialized (
  select place, document, at, zones, earliest_clock, latest_clock, has_sunday,
    coalesce(first_on, ((at at time zone 'UTC') - interval '12 hours')::date) as first_on,
    coalesce(last_on, ((at at time zone 'UTC') + interval '14 hours')::date) as last_on
  from asked
  join subject using (document)
  left join lateral (
    select count(*)::integer as zones, min(to_char(local_at, 'HH24:MI')) as earliest_clock, max(to_char(local_at, 'HH24:MI')) as latest_clock,
      bool_or(extract(dow from local_at) = 0) as has_sunday, min(local_at::date) as first_on, max(local_at::date) as last_on
    from unnest(time_zones) as zone cross join lateral (select asked.at at time zone zone as local_at) clock
    having count(*) > 0
  ) local on true
),
-- Flags in force. One takes effect on its first day, whenever it was recorded, and stands through its last.
standing as materialized (
  select place, flag.*, moment.first_on - flag.since + 1 as day
  from moment join flag using (document)
  where flag.since <= moment.last_on and (flag.until is null or flag.until >= moment.first_on)
),
flags as materialized (
  select standing.place,
    coalesce(bool_or(flag = 'DECEASED') filter (where holder = 'party'), false) as is_deceased,
    coalesce(bool_or(flag = 'MENTAL_CAPACITY') filter (where holder = 'party'), false) as lacks_capacity,
    coalesce(bool_or(flag = 'MINOR') filter (where holder = 'party'), false) as is_minor,
    coalesce(bool_or(flag = 'BANKRUPTCY_STAY') filter (where holder in ('party', 'loan')), false) as has_stay,
    coalesce(bool_or(flag = 'BANKRUPTCY_DISCHARGED') filter (where holder in ('party', 'loan')), false) as is_discharged,
    coalesce(bool_or(flag = 'CODEBTOR_STAY') filter (where holder in ('party', 'loan')), false) as has_codebtor_stay,
    coalesce(bool_or(flag = 'BANKRUPTCY_STAY' and chapter = '13') filter (where holder in ('debtor', 'loan')), false) as debtor_in_chapter_13,
    coalesce(bool_or(flag in ('CEASE_WRITTEN', 'REFUSES_TO_PAY_WRITTEN')) filter (where holder = 'party'), false) as has_ceased,
    min(since) filter (where holder = 'party' and flag in ('CEASE_WRITTEN', 'REFUSES_TO_PAY_WRITTEN')) as ceased_on,
    coalesce(bool_or(flag = 'MEDIUM_OPTOUT' and coalesce(channels ? subject.channel, true)) filter (where holder = 'party'), false) as has_refused_medium,
    min(since) filter (where holder = 'party' and flag = 'MEDIUM_OPTOUT') as medium_refused_on,
    coalesce(bool_or(flag = 'THIRD_PARTY_REFUSED') filter (where holder = 'party'), false) as has_refused_as_contact,
    coalesce(bool_or(flag in ('BEREAVEMENT', 'CALAMITY', 'FAMILY_EVENT', 'SERIOUS_ILLNESS', 'HOSPITAL')) filter (where holder = 'party'), false) as has_occasion,
    coalesce(bool_or(flag = 'VULNERABLE') filter (where holder = 'party'), false) as is_vulnerable,
    coalesce(bool_or(flag in ('VIOLENT_RISK', 'STAFF_SAFETY')) filter (where holder = 'party'), false) as has_safety_risk,
    coalesce(bool_or(flag = 'DISASTER_AREA') filter (where holder = 'party'), false) as is_in_disaster_area,
    coalesce(bool_or(flag in ('IDENTITY_THEFT', 'FRAUD_CLAIM')) filter (where holder in ('party', 'loan')), false) as is_fraud_claimed,
    coalesce(bool_or(flag = 'PAID') filter (where holder in ('party', 'loan')), false) as is_paid,
    coalesce(bool_or(flag = 'PAYMENT_PENDING') filter (where holder in ('party', 'loan')), false) as is_payment_pending,
    coalesce(bool_or(flag = 'PROMISE_TO_PAY') filter (where holder in ('party', 'loan')), false) as has_promised,
    coalesce(bool_or(flag = 'LITIGATION') filter (where holder in ('party', 'loan')), false) as is_in_litigation,
    coalesce(bool_or(flag in ('COMPLAINT_OPEN', 'REGULATOR_COMPLAINT')) filter (where holder in ('party', 'loan')), false) as has_open_complaint,
    coalesce(bool_or(flag = 'VALIDATION_PERIOD') filter (where holder = 'loan'), false) as is_in_validation_period,
    case
      when bool_or(flag = 'DEBT_ADVISER_PLAN' and until is not null) then 'dated'
      when bool_or(flag = 'DEBT_ADVISER_PLAN') then 'open'
      else 'none'
    end as debt_adviser_plan,
    coalesce(min(day) filter (where flag = 'DEBT_ADVISER_PLAN'), -1) as debt_adviser_day,
    case
      when bool_or(flag = 'ATTORNEY_REP' and attorney_contact_known) then 'known'
      when bool_or(flag = 'ATTORNEY_REP' and attorney_contact_known is null) then null
      when bool_or(flag = 'ATTORNEY_REP') then 'not_known'
      else 'none'
    end as attorney,
    coalesce(min(moment.first_on - attorney_contacted_on) filter (where flag = 'ATTORNEY_REP' and attorney_replied_on is null), -1) as attorney_silent_days,
    case
      when bool_or(holder = 'loan' and flag = 'PLAN_ACTIVE' and (broken_on is null or broken_on > moment.last_on)) then 'performing'
      when bool_or(holder = 'loan' and flag = 'PLAN_ACTIVE') then 'broken'
      else 'none'
    end as plan,
    case
      when bool_or(flag = 'BREATHING_SPACE' and kind = 'mental_health_crisis') then 'mental_health_crisis'
      when bool_or(flag = 'BREATHING_SPACE' and until is not null) then 'dated'
      when bool_or(flag = 'BREATHING_SPACE') then 'standard'
      else 'none'
    end as breathing_space,
    coalesce(min(day) filter (where flag = 'BREATHING_SPACE'), -1) as breathing_space_day,
    coalesce(min(moment.first_on - treatment_ended_on) filter (where flag = 'BREATHING_SPACE'), -1) as days_since_treatment,
    coalesce(bool_or(flag in ('DISPUTE_OPEN', 'DISPUTE_WRITTEN_OPEN')), false) as is_disputed,
    max(since) filter (where flag = 'DISPUTE_WRITTEN_OPEN') as disputed_in_writing_on,
    coalesce(bool_or(flag = 'TIME_BARRED') filter (where holder = 'loan'), false) as is_time_barred,
    coalesce(bool_or(flag = 'DECEASED') filter (where holder = 'debtor'), false) as debtor_is_deceased,
    coalesce(bool_or(flag = 'MENTAL_CAPACITY') filter (where holder = 'debtor'), false) as debtor_lacks_capacity,
    coalesce(bool_or(flag = 'ATTORNEY_REP') filter (where holder = 'debtor'), false) as debtor_has_attorney,
    case
      when bool_or(holder = 'debtor' and flag = 'LOST_CONTACT' and test = 'phone_invalid') then 'phone_invalid'
      when bool_or(holder = 'debtor' and flag = 'LOST_CONTACT' and test = 'three_days') then 'three_days'
      when bool_or(holder = 'debtor' and flag = 'LOST_CONTACT' and test = 'three_dials' and since < moment.first_on) then 'three_dials'
      when bool_or(holder = 'debtor' and flag = 'LOST_CONTACT' and test = 'three_dials') then 'three_dials_today'
      when bool_or(holder = 'debtor' and flag = 'LOST_CONTACT') then 'other'
      else 'no'
    end as debtor_lost_contact
  from standing
  join moment on moment.place = standing.place
  join subject on subject.document = standing.document
  where standing.flag <> 'ATTORNEY_REP' or standing.loans is null or standing.loans ? subject.loan_id
  group by standing.place
),
-- Whether a time that the person asked to be left alone in holds now, in any plausible zone.
avoided as materialized (
  select distinct standing.place
  from standing
  cross join jsonb_to_recordset(avoid) as time("from" text, "to" text)
  join subject on subject.document = standing.document
  join moment on moment.place = standing.place
  cross join unnest(subject.time_zones) as zone
  cross join lateral (select to_char(moment.at at time zone zone, 'HH24:MI') as clock) local
  where holder = 'party' and flag = 'TIME_PLACE_PREF'
    and case when "from" <= "to" then clock >= "from" and clock < "to" else clock >= "from" or clock < "to" end
),
-- Consents given to the actor or to the lender it acts for, and not withdrawn.
given as materialized (
  select place, consent.*, moment.earliest_clock, moment.latest_clock,
    coalesce(topic, 'loan') = case when subject.purpose = 'unrelated_product' then 'unrelated_product' else 'loan' end as is_on_topic,
    given_to is null or given_to = subject.entity as is_given_to_actor
  from moment
  join consent using (document)
  join subject using (document)
  where given_at <= at and (withdrawn_at is null or withdrawn_at > at) and (given_to is null or given_to in (subject.entity, subject.principal, subject.lender))
),
consents as materialized (
  select place,
    coalesce(
      (array_agg(form order by array_position('{individual,separate_signed,written,oral,bundled,standard_clause}'::text[], form)) filter (
        where scope = 'contact_hours'
          and case
            when from_clock <= to_clock then earliest_clock >= from_clock and latest_clock < to_clock
            else (earliest_clock >= from_clock or earliest_clock < to_clock) and (latest_clock >= from_clock or latest_clock < to_clock)
          end))[1],
      'none') as hours_consent,
    coalesce(bool_or(scope = 'autodial' and is_on_topic), false) as has_autodial_consent,
    coalesce(bool_or(scope = 'artificial_voice' and is_on_topic), false) as has_artificial_voice_consent,
    coalesce(bool_or(scope = 'visit'), false) as has_visit_consent,
    coalesce(bool_or(scope = 'device_disable' and form = 'separate_signed'), false) as has_device_agreement
  from given
  group by place
),
-- What has happened, with the days that have passed in the zone where fewest have.
past as materialized (
  select moment.place, event.*,
    coalesce(
      (select min((moment.at at time zone zone)::date - (event.at at time zone zone)::date) from unnest(subject.time_zones) as zone),
      floor(extract(epoch from moment.at - event.at) / 86400)::integer) as days_ago,
    (moment.at at time zone 'Asia/Shanghai')::date - (event.at at time zone 'Asia/Shanghai')::date as days_ago_in_china,
    event.channel in ('voice', 'voice_ai', 'prerecorded', 'voicemail') as is_call
  from moment
  join subject on subject.document = moment.document
  join event on event.document = moment.document
  where event.at <= moment.at
),
counts as materialized (
  select past.place,
    -- China: calls to this person by the lender and all who act for it, on the day of the attempt; one whose outcome is not known counts as either
    count(*) filter (where is_china_call and outcome in ('conversation', 'dropped', 'pending') and past.party_id = subject.party_id)::integer as china_conversations_today,
    count(*) filter (where is_china_call and outcome not in ('conversation', 'dropped') and past.endpoint_id = subject.endpoint_id)::integer as china_dials_today,
    -- Regulation F: (collector, person, debt), 7 consecutive days with today; only busy and not in service do not count
    count(*) filter (where is_own_call and past.loans @> array[subject.loan_id] and days_ago <= 6)::integer as calls_7_days,
    count(*) filter (
      where is_call and past.entity = subject.entity and past.party_id = subject.party_id and past.loans @> array[subject.loan_id] and days_ago <= 6
        and (outcome = 'conversation' or outcome = 'pending' and subject.house_rules))::integer as conversations_7_days,
    -- Massachusetts: per person and debt, whoever began it; at work 30 days
    count(*) filter (where is_told and past.party_id = subject.party_id and past.loans @> array[subject.loan_id] and not past.is_workplace and days_ago <= 6)::integer as private_contacts_7_days,
    count(*) filter (where is_told and past.party_id = subject.party_id and past.loans @> array[subject.loan_id] and past.is_workplace and days_ago <= 29)::integer as work_contacts_30_days,
    -- per account, all media (New York City), calls and electronic messages (District of Columbia)
    count(*) filter (where direction = 'out' and past.loans @> array[subject.loan_id] and days_ago <= 6)::integer as account_contacts_7_days,
    count(*) filter (where direction = 'out' and is_call and past.loans @> array[subject.loan_id] and days_ago <= 6)::integer as account_calls_7_days,
    count(*) filter (where direction = 'out' and past.channel in ('sms', 'im', 'email') and past.loans @> array[subject.loan_id] and days_ago <= 6)::integer as account_messages_7_days,
    -- Washington: of one agency with the debtor or the spouse
    count(*) filter (where direction = 'out' and past.entity = subject.entity and days_ago <= 6)::integer as entity_contacts_7_days,
    count(*) filter (where direction = 'out' and past.entity = subject.entity and past.is_workplace and days_ago <= 6)::integer as entity_work_contacts_7_days,
    -- West Virginia: calls and conversations with the person, whoever made them
    count(*) filter (where direction = 'out' and is_call and past.party_id = subject.party_id and days_ago <= 6)::integer as person_calls_7_days,
    count(*) filter (where is_call and outcome in ('conversation', 'pending') and past.party_id = subject.party_id and days_ago <= 6)::integer as person_conversations_7_days,
    coalesce(
      max(days_ago) filter (
        where past.entity = subject.entity and past.party_id = subject.party_id and past.loans @> array[subject.loan_id]
          and (outcome in ('conversation', 'met') or direction = 'out' and outcome in ('sent', 'delivered'))),
      -1)::integer as days_since_first_communication,
    count(*) filter (
      where direction = 'out' and past.entity = subject.entity and past.party_id = subject.party_id and past.purpose = 'location'
        and outcome in ('conversation', 'met', 'sent', 'delivered') and follow_up is null)::integer as location_contacts,
    count(*) filter (
      where direction = 'out' and past.entity = subject.entity and past.party_id = subject.party_id and past.purpose = subject.purpose
        and past.at >= flags.ceased_on::timestamp at time zone 'UTC' - interval '14 hours')::integer as same_notices_since_cease,
    count(*) filter (
      where direction = 'out' and past.entity = subject.entity and past.purpose = 'confirmation' and past.party_id = subject.party_id
        and past.at >= coalesce(subject.opted_out_at, flags.medium_refused_on::timestamp at time zone 'UTC' - interval '14 hours'))::integer as confirmations_since_refusal,
    coalesce(bool_or(outcome = 'pending' and is_china_call and (past.party_id = subject.party_id or past.endpoint_id = subject.endpoint_id)), false) as has_pending_china_call,
    coalesce(bool_or(outcome = 'pending' and direction = 'out' and days_ago <= 6 and (past.party_id = subject.party_id or past.loans @> array[subject.loan_id])), false) as has_pending
  from past
  join subject on subject.document = past.document
  left join flags on flags.place = past.place
  cross join lateral (
    select direction = 'out' and is_call and past.principal = subject.lender and days_ago_in_china = 0 as is_china_call,
      direction = 'out' and is_call and past.entity = subject.entity and past.party_id = subject.party_id and outcome not in ('busy', 'not_in_service') as is_own_call,
      direction = 'out' and (is_call or past.channel in ('sms', 'im')) as is_told
  ) seen
  group by past.place
),
-- Another debt of the same person that has calls of its own.
other_debt as materialized (
  select place, max(calls) as calls
  from (
    select past.place, other.loan_id, count(*)::integer as calls
    from past
    join subject on subject.document = past.document
    cross join unnest(past.loans) as other(loan_id)
    where direction = 'out' and is_call and past.entity = subject.entity and past.party_id = subject.party_id
      and outcome not in ('busy', 'not_in_service') and days_ago <= 6 and other.loan_id <> subject.loan_id
    group by past.place, other.loan_id
  ) of_debt
  group by place
),
-- A call that the person asked this actor for: at most seven days old with its own day, and no conversation about the debt since.
called_back as materialized (
  select distinct given.place
  from given
  join moment on moment.place = given.place
  join subject on subject.document = given.document
  where scope = 'call_back' and is_given_to_actor
    and coalesce(
      (select min((moment.at at time zone zone)::date - (given_at at time zone zone)::date) from unnest(subject.time_zones) as zone), 99) <= 6
    and not exists (
      select from past
      where past.place = given.place and is_call and outcome = 'conversation' and past.party_id = subject.party_id and past.loans @> array[subject.loan_id]
        and past.entity = subject.entity and past.at > given_at)
),
sent as materialized (
  select place, notice.*, (notice.at at time zone coalesce(subject.time_zones[1], 'UTC'))::date as sent_on
  from moment
  join subject on subject.document = moment.document
  join notice on notice.document = moment.document
  where notice.at <= moment.at
),
notices as materialized (
  select sent.place,
    coalesce(bool_or(kind = 'outsourcing' and sent.entity = subject.entity and delivered_at <= moment.at), false) as is_outsourcing_notified,
    coalesce(max(moment.first_on - sent_on) filter (where kind = 'agency_details' and sent.entity = subject.entity), -1) as agency_details_days,
    coalesce(bool_or(kind = 'validation' and sent.entity = subject.entity), false) as has_validation_notice,
    min(sent_on) filter (where kind = 'validation' and sent.entity = subject.entity) as validation_sent_on,
    max(sent_on) filter (where kind = 'verification' and sent.entity = subject.entity) as verification_sent_on,
    coalesce(bool_or(kind = 'device_disclosure'), false) as has_device_disclosure
  from sent
  join moment on moment.place = sent.place
  join subject on subject.document = sent.document
  group by sent.place
),
-- Receipt of validation information is assumed on the fifth day after it was sent, without Saturdays, Sundays and legal holidays ($4): comment 34(b)(5)-2.
assumed_receipt as materialized (
  select place, (
    select day::date from generate_series(validation_sent_on + 1, validation_sent_on + 30, interval '1 day') as day
    where extract(isodow from day) < 6 and day::date <> all ($4::date[])
    order by day offset 4 limit 1
  ) as received_on
  from notices
  where validation_sent_on is not null
),
-- The second way by which the person was warned since the default, at its first warning.
second_warning as materialized (
  select distinct on (place) place, at
  from (
    select sent.place, sent.channel, min(sent.at) as at, row_number() over (partition by sent.place order by min(sent.at)) as way
    from sent join subject on subject.document = sent.document
    where kind = 'device_warning' and (in_default_since is null or sent_on >= in_default_since)
    group by sent.place, sent.channel
  ) by_way
  where way = 2
),
feature as (
  select moment.place, moment.document, moment.at,
    subject.channel, subject.purpose, subject.stage, subject.initiated_by,
    case when call.is_call then 'call' else subject.channel end as medium,
    case when call.is_call then call_type else 'none' end as call_type,
    case when call.is_call or subject.channel = 'sms' then autodialer else false end as autodialer,
    case when subject.channel = 'letter' then delivery else 'none' end as delivery,
    case when call.is_call then recording_on else false end as recording_on,
    case when call.is_call and recording_on is not false then recording_announced else false end as recording_announced,
    case when subject.stage = 'disclose' then identity_verified else false end as identity_verified,
    case when subject.channel = 'visit' then visit_place else 'none' end as visit_place,
    case when subject.channel = 'visit' then visit_entry else false end as visit_entry,
    coalesce(entry_consent_at <= moment.at and (entry_refused_at is null or entry_refused_at < entry_consent_at or entry_refused_at > moment.at), false) as has_entry_consent,
    coalesce(visit_notice_at <= moment.at, false) as has_visit_notice,
    case when subject.channel = 'visit' then visit_staff else 0 end as visit_staff,
    case when subject.channel = 'visit' then visit_recorded else false end as visit_recorded,
    case when subject.channel = 'visit' then civil_dress else false end as civil_dress,
    case when subject.channel = 'visit' then id_shown else false end as id_shown,
    case when subject.channel = 'device_command' then device_target else 'none' end as device_target,
    case when subject.channel = 'device_command' then device_action else 'none' end as device_action,
    case when subject.channel = 'device_command' then device_moving else false end as device_moving,
    case when subject.channel = 'device_command' then certified_installer else false end as certified_installer,
    case when subject.channel = 'device_command' then financed_by_this_loan else false end as financed_by_this_loan,
    case when subject.channel = 'device_command' then false else mentions_debt end as mentions_debt,
    case
      when subject.channel = 'device_command' then 'none'
      when breaches ? 'impersonation' then 'impersonation'
      when jsonb_array_length(breaches) > 0 then 'other'
      when breaches is not null then 'none'
    end as breach,
    case when subject.channel = 'device_command' then false else threatens ? 'suit' end as threatens_suit,
    case when subject.channel = 'device_command' then false else threatens ? 'visit' end as threatens_visit,
    case when subject.channel in ('sms', 'im', 'email', 'push') then opt_out_included else true end as opt_out_included,
    case when subject.purpose = 'confirmation' then only_confirms else false end as only_confirms,
    case when party_role = 'heir' then estate_limited else false end as estate_limited,
    case
      when subject.channel <> 'voicemail' then 'none'
      when mentions_debt or has_other_content or not (names_neutral_business and names_person and gives_reply_number and requests_reply) then 'other'
      when not has_other_content and names_neutral_business and names_person and gives_reply_number and requests_reply and not mentions_debt then 'limited'
    end as voicemail_content,
    actor_role,
    case when actor_role = 'creditor' then own_name else false end as own_name,
    case when actor_role = 'creditor' then false else obtained_in_default end as obtained_in_default,
    case when actor_role in ('creditor', 'servicer') then 'none' else tool end as tool,
    case
      when actor_role in ('creditor', 'servicer') then false
      when has_licences then exists (select from unnest(licences) as licence where subject.jurisdiction = licence or starts_with(subject.jurisdiction, licence || '-'))
    end as is_licensed_here,
    regulation_f_for_creditors, house_rules,
    product, is_consumer, lender_type, days_past_due, payment_frequency, in_collections,
    coalesce(moment.first_on - missed_due_on, 0) as days_since_missed_due,
    moment.first_on - in_default_since as days_in_default,
    party_role,
    array_to_string((string_to_array(subject.jurisdiction, '-'))[1:2], '-') as state,
    moment.zones, moment.earliest_clock, moment.latest_clock, moment.has_sunday,
    moment.first_on as today,
    case when zones is null then null when has_party_flags then avoided.place is not null end as is_avoided_time,
    case when has_party_flags then coalesce(is_deceased, false) end as is_deceased,
    case when has_party_flags then coalesce(lacks_capacity, false) end as lacks_capacity,
    case when has_party_flags then coalesce(has_stay, false) end as has_stay,
    case when has_party_flags then coalesce(has_codebtor_stay, false) end as has_codebtor_stay,
    case when has_debtor_flags then coalesce(debtor_in_chapter_13, false) end as debtor_in_chapter_13,
    case when has_party_flags then coalesce(has_ceased, false) end as has_ceased,
    case when has_party_flags then coalesce(has_refused_medium, false) end as has_refused_medium,
    case when has_party_flags then coalesce(has_refused_as_contact, false) end as has_refused_as_contact,
    case when has_party_flags then coalesce(has_occasion, false) end as has_occasion,
    case when has_party_flags then coalesce(is_minor, false) end as is_minor,
    case when has_party_flags then coalesce(is_vulnerable, false) end as is_vulnerable,
    case when has_party_flags then coalesce(has_safety_risk, false) end as has_safety_risk,
    case when has_party_flags then coalesce(is_in_disaster_area, false) end as is_in_disaster_area,
    case when has_loan_flags then coalesce(is_discharged, false) end as is_discharged,
    case when has_loan_flags then coalesce(is_fraud_claimed, false) end as is_fraud_claimed,
    case when has_loan_flags then coalesce(is_paid, false) end as is_paid,
    case when has_loan_flags then coalesce(is_payment_pending, false) end as is_payment_pending,
    case when has_loan_flags then coalesce(has_promised, false) end as has_promised,
    case when has_loan_flags then coalesce(is_in_litigation, false) end as is_in_litigation,
    case when has_loan_flags then coalesce(has_open_complaint, false) end as has_open_complaint,
    case when has_loan_flags then coalesce(is_in_validation_period, false) end as is_in_validation_period,
    case when has_party_flags then coalesce(debt_adviser_plan, 'none') end as debt_adviser_plan,
    case when has_party_flags then coalesce(debt_adviser_day, -1) end as debt_adviser_day,
    case when has_party_flags then case when flags.place is null then 'none' else attorney end end as attorney,
    case when has_party_flags then coalesce(attorney_silent_days, -1) end as attorney_silent_days,
    case when has_loan_flags then coalesce(plan, 'none') end as plan,
    case when has_loan_flags then coalesce(breathing_space, 'none') end as breathing_space,
    case when has_loan_flags then coalesce(breathing_space_day, -1) end as breathing_space_day,
    case when has_loan_flags then coalesce(days_since_treatment, -1) end as days_since_treatment,
    case when has_loan_flags then coalesce(is_disputed, false) end as is_disputed,
    case when has_loan_flags then coalesce(is_time_barred, false) end as is_time_barred,
    case when has_loan_flags then disputed_in_writing_on is not null end as is_disputed_in_writing,
    case when has_notices then coalesce(verification_sent_on >= disputed_in_writing_on, false) end as is_verified,
    case when has_notices then coalesce(disputed_in_writing_on - received_on, 0) end as days_from_validation_to_dispute,
    case when has_debtor_flags then coalesce(debtor_is_deceased, false) end as debtor_is_deceased,
    case when has_debtor_flags then coalesce(debtor_lacks_capacity, false) end as debtor_lacks_capacity,
    case when has_debtor_flags then coalesce(debtor_has_attorney, false) end as debtor_has_attorney,
    case when has_debtor_flags then coalesce(debtor_lost_contact, 'no') end as debtor_lost_contact,
    case when party_role = 'guarantor' then guarantee_kind else 'none' end as guarantee_kind,
    case when party_role = 'guarantor' then guarantee_until >= moment.last_on else false end as guarantee_in_term,
    case when party_role = 'guarantor' then guarantee_covers else false end as guarantee_covers,
    case when party_role = 'spouse' then family_use_evidence else false end as family_use_evidence,
    case when party_role = 'heir' then accepted_inheritance else false end as accepted_inheritance,
    endpoint_kind, endpoint_source, is_workplace,
    case when is_workplace is not false then employer_prohibits else false end as employer_prohibits,
    case when subject.channel = 'voicemail' then is_shared else false end as is_shared,
    refusal.is_standing as has_opted_out,
    coalesce(wrong_party_at <= moment.at, false) as is_wrong_party,
    case when refusal.is_standing then opted_out_scope else 'none' end as opted_out_scope,
    case when refusal.is_standing then floor(extract(epoch from moment.at - opted_out_at) / 60)::integer else -1 end as minutes_since_opt_out,
    coalesce(endpoint_consent_at <= moment.at or used_by_owner_at <= moment.at, false) as is_endpoint_agreed,
    case
      when not has_consents then null
      when zones is null and consents.place is not null then null
      else coalesce(hours_consent, 'none')
    end as hours_consent,
    case when has_consents then coalesce(has_autodial_consent, false) end as has_autodial_consent,
    case when has_consents then coalesce(has_artificial_voice_consent, false) end as has_artificial_voice_consent,
    case when has_consents then coalesce(has_visit_consent, false) end as has_visit_consent,
    case when has_consents then coalesce(has_device_agreement, false) end as has_device_agreement,
    case when has_consents and has_history and zones is not null then called_back.place is not null end as is_called_back,
    case when has_notices then coalesce(is_outsourcing_notified, false) end as is_outsourcing_notified,
    case when has_notices then coalesce(agency_details_days, -1) end as agency_details_days,
    case when has_notices then coalesce(has_validation_notice, false) end as has_validation_notice,
    case when has_notices then coalesce(has_device_disclosure, false) end as has_device_disclosure,
    case when has_notices then coalesce(floor(extract(epoch from moment.at - second_warning.at) / 3600)::integer, -1) end as hours_since_second_warning,
    case when has_history and lender is not null then coalesce(china_conversations_today, 0) end as china_conversations_today,
    case when has_history and lender is not null and subject.endpoint_id is not null then coalesce(china_dials_today, 0) end as china_dials_today,
    case when has_history and zones is not null then coalesce(calls_7_days, 0) end as calls_7_days,
    case when has_history and zones is not null then coalesce(conversations_7_days, 0) end as conversations_7_days,
    case when has_history and zones is not null then coalesce(other_debt.calls, 0) end as other_debt_calls_7_days,
    case when has_history and zones is not null then coalesce(private_contacts_7_days, 0) end as private_contacts_7_days,
    case when has_history and zones is not null then coalesce(work_contacts_30_days, 0) end as work_contacts_30_days,
    case when has_history and zones is not null then coalesce(account_contacts_7_days, 0) end as account_contacts_7_days,
    case when has_history and zones is not null then coalesce(account_calls_7_days, 0) end as account_calls_7_days,
    case when has_history and zones is not null then coalesce(account_messages_7_days, 0) end as account_messages_7_days,
    case when has_history and zones is not null then coalesce(entity_contacts_7_days, 0) end as entity_contacts_7_days,
    case when has_history and zones is not null then coalesce(entity_work_contacts_7_days, 0) end as entity_work_contacts_7_days,
    case when has_history and zones is not null then coalesce(person_calls_7_days, 0) end as person_calls_7_days,
    case when has_history and zones is not null then coalesce(person_conversations_7_days, 0) end as person_conversations_7_days,
    case when has_history and zones is not null then coalesce(days_since_first_communication, -1) end as days_since_first_communication,
    case when has_history then coalesce(location_contacts, 0) end as location_contacts,
    case when has_history then coalesce(same_notices_since_cease, 0) end as same_notices_since_cease,
    case when has_history then coalesce(confirmations_since_refusal, 0) end as confirmations_since_refusal,
    coalesce(has_pending, false) as has_pending,
    coalesce(has_pending_china_call, false) as has_pending_china_call,
    subject.jurisdiction, lender_jurisdiction
  from moment
  join subject on subject.document = moment.document
  left join flags on flags.place = moment.place
  left join avoided on avoided.place = moment.place
  left join consents on consents.place = moment.place
  left join counts on counts.place = moment.place
  left join other_debt on other_debt.place = moment.place
  left join called_back on called_back.place = moment.place
  left join notices on notices.place = moment.place
  left join assumed_receipt on assumed_receipt.place = moment.place
  left join second_warning on second_warning.place = moment.place
  cross join lateral (select subject.channel in ('voice', 'voice_ai', 'prerecorded', 'voicemail') as is_call) call
  cross join lateral (
    -- who gave a new consent for the endpoint has taken the refusal back
    select coalesce(opted_out_at <= moment.at and (endpoint_consent_at is null or endpoint_consent_at <= opted_out_at or endpoint_consent_at > moment.at), false) as is_standing
  ) refusal
)
