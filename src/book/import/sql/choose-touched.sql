-- The loans that a batch adds a month to, each with its newest record of the batch. Where the book already knows a newer month, the
-- batch adds history and fills what is unknown, but overwrites nothing. Most loans are simple: their newest month tells a balance, a
-- payment, a status and nothing past due, and they never were past due, so that month alone says what they owe (take-simple-state). The
-- others (deep) are worked out from all their months (list-months).
create temporary table touched on commit drop as
with newest_taken as (
  select distinct on (customer_id, loan_id) *
  from (
    select seq, customer_id, loan_id, period_ends_on, end_balance_minor, scheduled_minor, loan_status, days_past_due
    from record
    where outcome = 'taken'
  ) taken
  order by customer_id, loan_id, period_ends_on desc
), placed as (
  select n.*,
    not exists (select from book.loan_month m
      where m.customer_id = n.customer_id and m.loan_id = n.loan_id and m.period_ends_on > n.period_ends_on) as is_newest
  from newest_taken n
)
select p.customer_id, p.loan_id, p.seq, p.is_newest,
  not p.is_newest or p.end_balance_minor is null or p.scheduled_minor is null or p.loan_status is null
    or coalesce(p.days_past_due > 0, p.loan_status = 'open')
    or exists (select from book.arrears a where a.customer_id = p.customer_id and a.loan_id = p.loan_id and a.basis = 'schedule')
    or exists (select from book.overdue_spell s where s.customer_id = p.customer_id and s.loan_id = p.loan_id) as is_deep
from placed p
