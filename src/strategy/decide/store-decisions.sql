-- Decides a slice of the book and stores what is in scope, in one statement.
-- $1 business date · $2, $3 customer range · $4 portfolio · $5 run · $6 whether the slice was decided on this date before, and money came since
-- The chain (facts of the loans that are asked for, and tables) is composed from approved table versions and put in place of its mark; the rest is fixed.
-- A loan is stored when its stage is in scope, or when it leaves scope tonight (its standing answer ends). A loan that was already
-- decided on this date is stored again only if its facts differ: that is how late money re-decides, and why a repeat changes nothing.
with chain as (
  select decided.*, case when decided.queue is not null then /*reasons*/ end as reasons
  from (
/*chain*/
  ) decided
),
verdict as materialized (
  select
    chain.*,
    -- hashed only where it is stored: a loan in scope, or one that leaves it
    case when chain.in_scope or standing.loan_id is not null then
      sha256(convert_to(row(/*facts*/)::text, 'UTF8'))
    end as facts_sha256,
    standing.loan_id is not null as is_standing
  from chain
  left join decision.standing on standing.customer_id = chain.customer_id and standing.loan_id = chain.loan_id
    -- the range wherever a kept table is joined: without it every slice reads the whole of it
    and standing.customer_id between $2 and $3
),
earlier as (
  select distinct on (decision.customer_id, decision.loan_id)
    decision.customer_id, decision.loan_id, decision.decided_seq, decision.facts_sha256
  from decision.decision
  -- a slice that is decided for the first time has no earlier rows: a constant false, so nothing is read
  where $6::boolean and decision.business_date = $1::date and decision.customer_id between $2 and $3
  order by decision.customer_id, decision.loan_id, decision.decided_seq desc
),
stored as (
  insert into decision.decision (
    customer_id, loan_id, business_date, decided_seq, run_id, portfolio_id, strategy_id, arm, propensity,
    stage, treatment, queue, priority, channel, risk_class, acceleration, rule_ids, reasons, facts_sha256,
    days_past_due, arrears_minor, balance_minor)
  select
    v.customer_id, v.loan_id, $1::date, coalesce(earlier.decided_seq, 0) + 1, $5, v.portfolio_id,
    /*strategy*/, /*arm*/, /*propensity*/,
    v.stage, v.treatment, v.queue, v.priority, v.channel, v.risk_class, v.acceleration,
    array[v.stage_rule, v.risk_class_rule, v.acceleration_rule, v.treatment_rule, v.contact_plan_rule],
    v.reasons, v.facts_sha256, v.days_past_due, v.arrears_minor, v.balance_minor
  from verdict v
  left join earlier on earlier.customer_id = v.customer_id and earlier.loan_id = v.loan_id
  where v.facts_sha256 is not null
    and (earlier.loan_id is null or earlier.facts_sha256 <> v.facts_sha256)
  order by v.customer_id, v.loan_id
  returning customer_id, loan_id, decided_seq, stage, treatment, rule_ids, facts_sha256
),
stood as (
  insert into decision.standing (customer_id, loan_id, business_date, stage, treatment)
  select customer_id, loan_id, $1::date, stage, treatment
  from verdict
  where in_scope
  order by customer_id, loan_id
  on conflict (customer_id, loan_id) do update
    set business_date = excluded.business_date, stage = excluded.stage, treatment = excluded.treatment
    where (standing.stage, standing.treatment) is distinct from (excluded.stage, excluded.treatment)
),
left_scope as (
  delete from decision.standing
  using verdict
  where verdict.is_standing and not verdict.in_scope
    and standing.customer_id = verdict.customer_id and standing.loan_id = verdict.loan_id
    and standing.customer_id between $2 and $3
)
-- every loan of the slice, counted by what the tables answered and by three yes-or-no facts, so that no reader has to guess from the
-- name of a stage who is past due: a written-off or paid-off loan is not open, and only an open loan is past due
select
  stage,
  treatment,
  queue,
  risk_class,
  loan_status = 'open' as is_open,
  loan_status = 'open' and days_past_due > 0 as is_past_due,
  in_scope is true as is_in_scope,
  count(*) as loans,
  sum(arrears_minor)::text as arrears_minor,
  sum(balance_minor)::text as balance_minor,
  null::bigint as stored,
  null::bigint as redecided,
  null::bytea as rows_sha256
from verdict
group by 1, 2, 3, 4, 5, 6, 7
union all
select
  null, null, null, null, null, null, null, null, null, null,
  count(*) filter (where decided_seq = 1),
  count(*) filter (where decided_seq > 1),
  sha256(string_agg(sha256(convert_to(
    customer_id || ':' || loan_id || ':' || decided_seq || ':' || coalesce(stage, '') || ':' || coalesce(treatment, '') || ':'
      || rule_ids::text || ':' || encode(facts_sha256, 'hex'), 'UTF8')), ''::bytea order by customer_id, loan_id))
from stored
