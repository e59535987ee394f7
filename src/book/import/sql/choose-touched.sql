-- The loans that a batch adds a month to, each with its newest record of the batch. Where the book already knows a newer month, the
-- batch adds history and fills what is unknown, but overwrites nothing. Most loans are simple: their newest month tells a balance, a
-- payment, a status and nothing past due, and they never were past due, so that month alone says what they owe (take-simple-state). The
-- others (deep) are worked out from all their months (list-months). The book is looked up loan by loan (`limit 1` says so to the planner),
-- and only for loans it knows: joining it would read all of it for every batch.
create temporary table touched on commit drop as
with newest_taken as (
  select distinct on (i.customer_id, i.loan_id) i.seq, i.customer_id, i.loan_id, i.period_ends_on, i.end_balance_minor, i.scheduled_minor,
    i.loan_status, i.days_past_due, r.is_in_book
  from incoming i
  join record r using (seq)
  where r.outcome = 'taken'
  order by i.customer_id, i.loan_id, i.period_ends_on desc
)
select n.customer_id, n.loan_id, n.seq, newer.is_there is null as is_newest,
  coalesce(newer.is_there, false) or n.end_balance_minor is null or n.scheduled_minor is null or n.loan_status is null
    or coalesce(n.days_past_due > 0, n.loan_status = 'open')
    or coalesce(owed.basis = 'schedule', false)
    or coalesce(spell.is_there, false) as is_deep
from newest_taken n
left join lateral (
  select true as is_there from book.loan_month m
  where n.is_in_book and m.customer_id = n.customer_id and m.loan_id = n.loan_id and m.period_ends_on > n.period_ends_on
  limit 1
) newer on true
left join lateral (
  select a.basis from book.arrears a
  where n.is_in_book and a.customer_id = n.customer_id and a.loan_id = n.loan_id
  limit 1
) owed on true
left join lateral (
  select true as is_there from book.overdue_spell s
  where n.is_in_book and s.customer_id = n.customer_id and s.loan_id = n.loan_id
  limit 1
) spell on true
