-- Brings the kept arrears rows, overdue spells and loan statuses of the asked loans in step with their instalments and receipts. One
-- statement, so that nobody sees a row without its spells; it writes only what differs, so that running it again writes nothing.
with asked as materialized (
/*asked*/
), arrears_now as materialized (
/*arrears*/
), spell_now as materialized (
/*spells*/
), kept as (
  insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor,
    next_money_on, aged_on, basis)
  select customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor,
    next_money_on, as_of, 'schedule'
  from arrears_now
  on conflict (customer_id, loan_id) do update set
    portfolio_id = excluded.portfolio_id, oldest_unpaid_due_on = excluded.oldest_unpaid_due_on, due_minor = excluded.due_minor,
    balance_minor = excluded.balance_minor, next_due_on = excluded.next_due_on, next_due_minor = excluded.next_due_minor,
    next_money_on = excluded.next_money_on, aged_on = excluded.aged_on, basis = excluded.basis
  where arrears is distinct from excluded
), paid_off as (
  -- charged off and closed are decisions of people, and stay
  update book.loan set status = case when arrears_now.is_paid then 'paid_off' else 'open' end
  from arrears_now
  where loan.customer_id = arrears_now.customer_id and loan.loan_id = arrears_now.loan_id
    and arrears_now.status = case when arrears_now.is_paid then 'open' else 'paid_off' end
), gone as (
  delete from book.overdue_spell
  using (
    select asked.customer_id, asked.loan_id, array_agg(spell_now.started_on) as started
    from asked
    left join spell_now on spell_now.customer_id = asked.customer_id and spell_now.loan_id = asked.loan_id
    group by asked.customer_id, asked.loan_id
  ) loan
  where overdue_spell.customer_id = loan.customer_id and overdue_spell.loan_id = loan.loan_id
    and overdue_spell.customer_id between $2 and $3
    and array_position(loan.started, overdue_spell.started_on) is null
), begun as (
  insert into book.overdue_spell (customer_id, loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on)
  select customer_id, loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on
  from spell_now
  on conflict (customer_id, loan_id, started_on) do update set
    ended_on = excluded.ended_on, reached_30_on = excluded.reached_30_on, reached_60_on = excluded.reached_60_on,
    reached_90_on = excluded.reached_90_on
  where overdue_spell is distinct from excluded
)
select count(*) as loans from asked
