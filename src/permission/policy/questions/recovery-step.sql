-- What rules about recovery steps look at (recovery-step.ts). No float: amounts are decimal text.
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'step' as step,
    -- who leases owns
    coalesce(facts ->> 'security', case when facts ->> 'product' = 'finance_lease' then 'lease' end) as security,
    coalesce(facts ->> 'place' = 'premises', false) as is_on_premises,
    coalesce((facts ->> 'force')::boolean, false) as is_forced,
    (facts ->> 'enforcementAgreement')::boolean as has_enforcement_agreement,
    (facts ->> 'courtOrder')::boolean as has_court_order,
    facts ->> 'product' as product,
    (facts ->> 'consumer')::boolean as is_consumer,
    (facts ->> 'unpaidRents')::integer as unpaid_rents,
    (facts ->> 'unpaidSharePercent')::numeric as unpaid_share_percent,
    (facts ->> 'terminationClause')::boolean as has_termination_clause,
    coalesce(today - (facts ->> 'demandDeliveredOn')::date, -1) as days_since_demand,
    coalesce((facts ->> 'reasonablePeriodEndedOn')::date <= today, false) as is_reasonable_period_over,
    case when are_flags_settled then coalesce(has_stay, false) end as has_stay,
    case when are_flags_settled then coalesce(has_codebtor_stay, false) end as has_codebtor_stay,
    coalesce(breathing_space, 'none') as breathing_space,
    coalesce(breathing_space_day, -1) as breathing_space_day,
    coalesce(days_since_treatment, -1) as days_since_treatment,
    case when are_flags_settled or duty_since is not null then coalesce(duty_since <= today, false) end as is_on_duty,
    case when duty_since is null then false else (facts ->> 'contractOn')::date < duty_since end as is_contract_before_duty,
    coalesce((facts ->> 'firstPaymentOn')::date < duty_since, false) as is_payment_before_duty,
    coalesce((facts ->> 'cureNoticeOn')::date - (facts ->> 'inDefaultSince')::date, -1) as default_to_cure_notice_days,
    coalesce(today - (facts ->> 'cureNoticeOn')::date, -1) as days_since_cure_notice,
    (facts ->> 'priorCures')::integer as prior_cures,
    coalesce(today - (facts ->> 'intentNoticeOn')::date, -1) as days_since_intent_notice,
    coalesce((facts ->> 'intentNoticeOn')::date - (facts ->> 'repossessedOn')::date, -1) as repossession_to_notice_days,
    array_to_string((string_to_array(facts ->> 'noticeMailedIn', '-'))[1:2], '-') = state as is_notice_mailed_in_state,
    coalesce((facts ->> 'defaultNoticeExpiresOn')::date - (facts ->> 'defaultNoticeServedOn')::date, -1) as default_notice_days,
    coalesce(greatest(today - (facts ->> 'defaultNoticeExpiresOn')::date, -1), -1) as days_past_default_notice,
    case when (facts ->> 'paid')::numeric = 0 then 1000000 else (facts ->> 'totalPrice')::numeric / (facts ->> 'paid')::numeric end as price_to_paid,
    case when facts ->> 'currency' = 'EUR' then (facts ->> 'creditAmount')::numeric end as credit_amount_eur,
    (facts ->> 'inArrears')::boolean as is_in_arrears,
    coalesce((facts ->> 'forbearanceAssessedOn')::date <= today, false) as is_forbearance_assessed
  from given
  left join (
    select place, bool_or(flag = 'BANKRUPTCY_STAY') as has_stay, bool_or(flag = 'CODEBTOR_STAY') as has_codebtor_stay, min(since) filter (where flag = 'MILITARY_ACTIVE') as flagged_since,
      case
        when bool_or(flag = 'BREATHING_SPACE' and kind = 'mental_health_crisis') then 'mental_health_crisis'
        when bool_or(flag = 'BREATHING_SPACE' and is_dated) then 'dated'
        when bool_or(flag = 'BREATHING_SPACE') then 'standard'
      end as breathing_space,
      min(day) filter (where flag = 'BREATHING_SPACE') as breathing_space_day,
      min(greatest(today - treatment_ended_on, -1)) filter (where flag = 'BREATHING_SPACE') as days_since_treatment
    from standing join given using (place) group by place
  ) flags using (place)
  cross join lateral (
    select facts ? 'flags' or facts ->> 'step' = 'dispose' as are_flags_settled, coalesce((facts ->> 'activeDutySince')::date, flagged_since) as duty_since
  ) here
)
