-- Compares the answers of both sides for one slice on one date: pg_temp.baseline and pg_temp.candidate, one row a loan each. Returns one row of
-- JSON parts that add up over slices. Out of scope a loan has no treatment, queue or channel, as in the night.
with pair as materialized (
  select
    before.customer_id, before.loan_id, before.arrears_minor, before.arm,
    before.in_scope as in_scope_before, after.in_scope as in_scope_after,
    before.treatment as treatment_before, after.treatment as treatment_after,
    before.stage is distinct from after.stage as has_stage_changed,
    before.treatment is distinct from after.treatment as has_treatment_changed,
    before.queue is distinct from after.queue as has_queue_changed,
    before.channel is distinct from after.channel as has_channel_changed,
    (before.stage, before.treatment, before.queue, before.channel, before.priority)
      is distinct from (after.stage, after.treatment, after.queue, after.channel, after.priority) as has_changed,
    jsonb_build_object('stage', before.stage, 'stageRule', before.stage_rule, 'treatment', before.treatment, 'treatmentRule', before.treatment_rule,
      'queue', before.queue, 'priority', before.priority, 'channel', before.channel) as baseline,
    jsonb_build_object('stage', after.stage, 'stageRule', after.stage_rule, 'treatment', after.treatment, 'treatmentRule', after.treatment_rule,
      'queue', after.queue, 'priority', after.priority, 'channel', after.channel) as candidate
  from pg_temp.baseline before
  join pg_temp.candidate after on after.customer_id = before.customer_id and after.loan_id = before.loan_id
),
lead_before as materialized (
  with answer as (select * from pg_temp.baseline)
/*lead*/
),
lead_after as materialized (
  with answer as (select * from pg_temp.candidate)
/*lead*/
),
lead as (
  select 'baseline' as side, queue, channel, attempts_per_week, arrears_minor from lead_before
  union all
  select 'candidate', queue, channel, attempts_per_week, arrears_minor from lead_after
),
counted as (
  select jsonb_build_object(
    'loans', count(*),
    'in_scope_before', count(*) filter (where in_scope_before),
    'in_scope_after', count(*) filter (where in_scope_after),
    'any', count(*) filter (where has_changed),
    'stage', count(*) filter (where has_stage_changed),
    'treatment', count(*) filter (where has_treatment_changed),
    'queue', count(*) filter (where has_queue_changed),
    'channel', count(*) filter (where has_channel_changed),
    'changed_arrears', coalesce(sum(arrears_minor) filter (where has_changed), 0)) as counts
  from pair
),
queued as (
  select coalesce(jsonb_agg(jsonb_build_object('key', queue, 'side', side, 'value', customers, 'arrears', arrears_minor)), '[]') as queues
  from (select queue, side, count(*) as customers, sum(arrears_minor) as arrears_minor from lead group by queue, side) by_queue
),
contacted as (
  select coalesce(jsonb_agg(jsonb_build_object('key', channel, 'side', side, 'value', attempts)), '[]') as channels
  from (
    select channel, side, sum(attempts_per_week) as attempts
    from lead
    where channel is not null and attempts_per_week > 0
    group by channel, side
  ) by_channel
),
moved as (
  select coalesce(jsonb_agg(jsonb_build_object('before', treatment_before, 'after', treatment_after, 'loans', loans, 'arrears', arrears_minor)), '[]') as moves
  from (
    select treatment_before, treatment_after, count(*) as loans, sum(arrears_minor) as arrears_minor
    from pair
    group by treatment_before, treatment_after
  ) by_move
),
example as (
  -- one loan of each move: the facts are read for these few only
  select coalesce(jsonb_agg(jsonb_build_object('order', one.customer_id::text, 'loanNumber', loan.loan_number, 'arm', one.arm, 'baseline', one.baseline, 'candidate', one.candidate,
    'facts', to_jsonb(fact)) order by one.customer_id, one.loan_id), '[]') as examples
  from (
    select distinct on (treatment_before, treatment_after) *
    from pair
    where has_changed
    order by treatment_before, treatment_after, customer_id, loan_id
  ) one
  join pg_temp.fact on fact.customer_id = one.customer_id and fact.loan_id = one.loan_id
  join book.loan on loan.customer_id = one.customer_id and loan.loan_id = one.loan_id
)
select counts, queues, channels, moves, examples
from counted, queued, contacted, moved, example
