-- Hands out the work of a slice: one task a customer, led by the loan with the highest priority (then most days past due, then most
-- money). An open task that says the same stays, with its age; one that no longer holds is superseded.
-- $1 business date · $2, $3 customer range · $4 portfolio · $5 only these customers, or null · $6 currency of the portfolio
with answer as (
  -- the latest answer of each loan on this date
  select distinct on (customer_id, loan_id)
    customer_id, loan_id, queue, treatment, channel, priority, strategy_id, rule_ids[4] as rule_id, reasons, days_past_due, arrears_minor
  from decision.decision
  where business_date = $1::date and customer_id between $2 and $3 and portfolio_id = $4
    and ($5::bigint[] is null or customer_id = any ($5))
  order by customer_id, loan_id, decided_seq desc
),
lead as (
/*lead*/
),
compared as (
  select
    lead.*,
    task.customer_id as open_customer_id, task.business_date as open_date, task.decided_seq as open_seq,
    task.customer_id is not null
      and (task.loan_id, task.queue, task.treatment, task.channel, task.priority, task.strategy_id, task.rule_id, task.arrears_minor)
        is not distinct from
          (lead.loan_id, lead.queue, lead.treatment, lead.channel, lead.priority, lead.strategy_id, lead.rule_id, lead.arrears_minor) as stays
  from lead
  full join (
    select *
    from strategy.task
    where state = 'open' and portfolio_id = $4 and customer_id between $2 and $3
      and ($5::bigint[] is null or customer_id = any ($5))
    ) task on task.customer_id = lead.customer_id
),
superseded as (
  update strategy.task
  -- now(), the start of the slice: a distributed table takes no function in an UPDATE that answers differently from row to row
  set state = 'superseded', closed_at = now()
  from compared
  where not compared.stays
    and task.customer_id = compared.open_customer_id and task.portfolio_id = $4
    -- the range, so that no slice reads the tasks of all
    and task.customer_id between $2 and $3
    and task.business_date = compared.open_date and task.decided_seq = compared.open_seq
  returning 1
),
opened as (
  insert into strategy.task (
    customer_id, portfolio_id, business_date, decided_seq, loan_id, queue, treatment, channel, priority, strategy_id, rule_id, reasons, currency, arrears_minor)
  select
    customer_id, $4, $1::date,
    -- a task opened earlier on this date was superseded by late money: the next one comes after it
    case when open_date = $1::date then open_seq + 1 else (
      select coalesce(max(earlier.decided_seq), 0) + 1
      from strategy.task earlier
      where earlier.customer_id = compared.customer_id and earlier.portfolio_id = $4 and earlier.business_date = $1::date) end,
    loan_id, queue, treatment, channel, priority, strategy_id, rule_id, coalesce(reasons, '{}'), $6, arrears_minor
  from compared
  where customer_id is not null and not stays
  order by customer_id
  returning 1
)
select
  (select count(*) from compared where stays) as stayed,
  (select count(*) from opened) as opened,
  (select count(*) from superseded) as superseded
