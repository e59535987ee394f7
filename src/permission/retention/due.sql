-- What is past its time on $1, of kinds whose rule stands in $2 (jurisdiction, record, rule_id, keep_months, counts_from): content of attachments, and persons whose
-- loans have all ended; of one customer where $3 is not null. What stands under a legal hold is left out, whatever its age. A loan has ended when it is paid or closed:
-- one that was charged off is still owed. Set-based, from what has ended and from what is old: open loans are not looked into.
with rule as (
  select * from jsonb_to_recordset($2::jsonb)
    as rule (jurisdiction text, record text, rule_id text, keep_months integer, counts_from text)
),
ended as (
  select customer_id, loan_id, portfolio_id, opened_on from book.loan
  where status in ('paid_off', 'closed') and ($3::bigint is null or customer_id = $3)
),
activity as (
  select customer_id, loan_id, jurisdiction, greatest(opened_on, received.last_on, decided.last_on, promised.last_on) as last_on
  from ended join book.portfolio using (portfolio_id)
  left join (
    select customer_id, loan_id, max(value_on) as last_on from ended join book.receipt using (customer_id, loan_id) group by 1, 2
  ) received using (customer_id, loan_id)
  left join (
    select customer_id, loan_id, max(business_date) as last_on from ended join decision.decision using (customer_id, loan_id) group by 1, 2
  ) decided using (customer_id, loan_id)
  left join (
    select customer_id, loan_id, max(due_on) as last_on from ended join resolution.promise using (customer_id, loan_id) group by 1, 2
  ) promised using (customer_id, loan_id)
),
attachment as (
  -- the index by age gives some days too many, because months differ; the last line of all is exact
  select attachment.customer_id, attachment.loan_id, attachment_id, kind, rule_id,
    (stored_at at time zone 'UTC')::date + make_interval(months => keep_months) as due_at
  from rule
  join vault.attachment on kind = record and stored_at < $1::date + interval '5 days' - make_interval(months => keep_months)
    and ($3::bigint is null or attachment.customer_id = $3)
  join book.loan on loan.customer_id = attachment.customer_id and loan.loan_id = attachment.loan_id
  join book.portfolio on portfolio.portfolio_id = loan.portfolio_id and portfolio.jurisdiction = rule.jurisdiction
  where counts_from = 'added'
  union all
  select customer_id, loan_id, attachment_id, kind, rule_id, last_on + make_interval(months => keep_months)
  from activity join vault.attachment using (customer_id, loan_id)
  join rule on rule.jurisdiction = activity.jurisdiction and record = kind
  where counts_from <> 'added'
),
person as (
  -- of loans under several laws, the longest time
  select customer_id, (array_agg(rule_id order by last_on + make_interval(months => keep_months) desc nulls first))[1] as rule_id,
    -- a loan without a day, or under a law without a rule, keeps the person
    case when bool_and(last_on is not null and keep_months is not null) then max(last_on + make_interval(months => keep_months)) end as due_at
  from activity left join rule on rule.jurisdiction = activity.jurisdiction and record = 'person'
  where exists (select from vault.customer_key where customer_key.customer_id = activity.customer_id)
    and not exists (select from book.loan where loan.customer_id = activity.customer_id and status not in ('paid_off', 'closed'))
  group by customer_id
),
due as (
  select customer_id, loan_id, attachment_id, kind as record, rule_id, due_at::date as due_on from attachment
  where not exists (
    select from vault.attachment_destroyed destroyed
    where destroyed.customer_id = attachment.customer_id and destroyed.attachment_id = attachment.attachment_id)
  union all
  select customer_id, null, null, 'person', rule_id, due_at::date from person
)
select customer_id as "customerId", loan_id as "loanId", attachment_id as "attachmentId", record, rule_id as "ruleId", due_on as "dueOn"
from due
where due_on <= $1::date
  and not exists (select from vault.standing_hold where standing_hold.customer_id = due.customer_id)
order by customer_id, attachment_id nulls last
