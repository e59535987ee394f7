-- What the simple loans owe, from the one month that says it all. The same rules as take-state, without the history that
-- these loans do not need; a test takes both ways.
-- $1 portfolio
insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on,
  next_due_minor, aged_on, basis)
select i.customer_id, i.loan_id, $1, null, 0, i.end_balance_minor, null,
  case when i.loan_status = 'open' then nullif(i.scheduled_minor, 0) end,
  i.period_ends_on, 'tape'
from touched t
join incoming i using (seq)
where not t.is_deep
order by i.customer_id
on conflict (customer_id, loan_id) do update set
  portfolio_id = excluded.portfolio_id,
  oldest_unpaid_due_on = excluded.oldest_unpaid_due_on,
  due_minor = excluded.due_minor,
  balance_minor = excluded.balance_minor,
  next_due_on = excluded.next_due_on,
  next_due_minor = excluded.next_due_minor,
  aged_on = excluded.aged_on
where arrears.basis = 'tape'
