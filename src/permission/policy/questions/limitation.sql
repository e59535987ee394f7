-- What rules about limitation look at (limitation.ts). $4: years of the period by country, from the rulebooks.
turn as (
  select place, turn ->> 'kind' in ('part_payment', 'repayment_plan', 'acknowledgement') as is_by_debtor, (turn ->> 'on')::date as turned_on,
    row_number() over (partition by place order by turn ->> 'on', turn ->> 'kind') as number
  from given cross join jsonb_array_elements(facts -> 'interruptions') as told(turn)
  where (turn ->> 'on')::date <= today
),
-- each interruption in its turn: within the period it starts anew; after its end only the debtor's own act does
run as (
  select place, 0::bigint as number, (facts ->> 'lastInstalmentDueOn')::date as runs_from, false as is_interrupted, false as is_revived,
    make_interval(years => coalesce(($4::jsonb ->> split_part(jurisdiction, '-', 1))::integer, 0)) as period
  from given
  union all
  select place, turn.number,
    case when turns.is_in_time or turns.is_late then turned_on else runs_from end,
    is_interrupted or turns.is_in_time, is_revived or turns.is_late, period
  from run join turn using (place)
  cross join lateral (
    select turned_on > runs_from and turned_on <= runs_from + period as is_in_time, turned_on > runs_from + period and is_by_debtor as is_late
  ) turns
  where turn.number = run.number + 1
),
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    (runs_from + period)::date as expires_on, today > (runs_from + period)::date as is_expired, is_interrupted, is_revived
  from given
  join (select distinct on (place) * from run order by place, number desc) last_run using (place)
)
