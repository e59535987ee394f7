-- The loans that this import added a month to. Most of them are simple: their newest month tells a balance and a status and nothing past due,
-- and they never were past due, so that month alone says what they owe. The others are worked out from all their months.
create temporary table touched on commit drop as
select c.customer_id, c.loan_id, c.seq,
  not c.is_newest or i.end_balance_minor is null or i.loan_status is null or s.loan_id is not null
    or coalesce(i.days_past_due > 0, i.loan_status = 'open') or coalesce(a.basis = 'schedule', false) as is_deep
from chosen c
join incoming i using (seq)
left join book.arrears a on a.customer_id = c.customer_id and a.loan_id = c.loan_id
left join (select distinct customer_id, loan_id from book.overdue_spell) s on s.customer_id = c.customer_id and s.loan_id = c.loan_id
