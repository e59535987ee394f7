-- Decides a slice of the book, stores what is in scope and keeps what stands for every loan, in one statement.
-- $1 business date · $2, $3 customer range · $4 portfolio · $5 run · $6 only these customers, because their money came late; or null · $7 secret of the run
-- The chain (facts of the loans that are asked for, and tables) is composed from approved table versions and put in place of its mark; the rest is fixed.
-- A loan is stored when its stage is in scope, or when it leaves scope tonight (its standing answer ends). A loan that was already
-- decided on this date is stored again only if its facts differ: that is how late money re-decides, and why a repeat changes nothing.
with chain as (
  select decided.*, case when decided.queue is not null then /*reasons*/ end as reasons
  from (
/*chain*/
  ) decided
),
judged as (
  select chain.*,
    chain.loan_status = 'open' as is_open,
    chain.loan_status = 'open' and chain.days_past_due > 0 as is_past_due,
    chain.in_scope is true as is_in_scope
  from chain
),
verdict as materialized (
  select
    judged.*,
    -- hashed only where it is stored: a loan in scope, or one that leaves it
    case when judged.is_in_scope or standing.is_in_scope then
      sha256(convert_to(row(/*facts*/)::text, 'UTF8'))
    end as facts_sha256,
    (standing.portfolio_id, standing.stage, standing.treatment, standing.queue, standing.risk_class,
      standing.is_open, standing.is_past_due, standing.is_in_scope, standing.arrears_minor, standing.balance_minor)
    is distinct from
    (judged.portfolio_id, judged.stage, judged.treatment, judged.queue, judged.risk_class,
      judged.is_open, judged.is_past_due, judged.is_in_scope, judged.arrears_minor, judged.balance_minor) as differs,
    standing.loan_id is not null as has_stood
  from judged
  left join decision.standing on standing.customer_id = judged.customer_id and standing.loan_id = judged.loan_id
    -- the range wherever a kept table is joined: without it every slice reads the whole of it
    and standing.customer_id between $2 and $3
),
earlier as (
  select distinct on (decision.customer_id, decision.loan_id)
    decision.customer_id, decision.loan_id, decision.decided_seq, decision.facts_sha256
  from decision.decision
  -- a slice that is decided for the first time has no earlier rows: a constant false, so nothing is read
  where $6::bigint[] is not null and decision.business_date = $1::date and decision.customer_id between $2 and $3
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
  returning customer_id, loan_id, decided_seq, decision as whole
),
-- What stands, written where it differs only. Insert and update apart: `on conflict` would look every new loan up twice.
begun as (
  insert into decision.standing (customer_id, loan_id, portfolio_id, business_date, stage, treatment, queue, risk_class,
    is_open, is_past_due, is_in_scope, arrears_minor, balance_minor)
  select customer_id, loan_id, portfolio_id, $1::date, stage, treatment, queue, risk_class,
    is_open, is_past_due, is_in_scope, arrears_minor, balance_minor
  from verdict
  where not has_stood
),
moved as (
  update decision.standing set
    portfolio_id = v.portfolio_id,
    business_date = case when (standing.stage, standing.treatment) is distinct from (v.stage, v.treatment)
      then $1::date else standing.business_date end,
    stage = v.stage, treatment = v.treatment, queue = v.queue, risk_class = v.risk_class,
    is_open = v.is_open, is_past_due = v.is_past_due, is_in_scope = v.is_in_scope,
    arrears_minor = v.arrears_minor, balance_minor = v.balance_minor
  from verdict v
  where v.differs and v.has_stood
    and standing.customer_id = v.customer_id and standing.loan_id = v.loan_id and standing.customer_id between $2 and $3
),
-- A loan that is not there on this date, because its opening was corrected to a later one. Looked for only when there is one.
gone as (
  delete from decision.standing
  where standing.customer_id between $2 and $3 and standing.portfolio_id = $4
    and ($6::bigint[] is null or standing.customer_id = any ($6))
    and (select count(*) from verdict where has_stood) < (
      select count(*) from decision.standing
      where customer_id between $2 and $3 and portfolio_id = $4 and ($6::bigint[] is null or customer_id = any ($6)))
    and not exists (
      select from verdict where verdict.customer_id = standing.customer_id and verdict.loan_id = standing.loan_id)
)
select
  (select count(*) from verdict) as loans,
  count(*) filter (where decided_seq = 1) as stored,
  count(*) filter (where decided_seq > 1) as redecided,
  -- the leaf hash of each row: what the seal is made of (RFC 6962)
  string_agg(sha256('\x00'::bytea || decision.sealed_salt($7, whole) || convert_to(decision.sealed_text(whole), 'UTF8')), ''::bytea
    order by customer_id, loan_id) as row_hashes
from stored
