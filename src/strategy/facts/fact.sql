-- The facts: one row a loan on business date $1, for customers from $2 to $3, with a column for every input that a decision table may
-- use. The night, a single case on a screen, replay and the view decision.fact (installed from this text) all run exactly this.
-- The range stands in every sub-select, because PostgreSQL does not carry a range through a join into a grouped sub-select.
-- Each column is defined for people in dictionary.ts; a test holds the two together. Money is in major units of the portfolio's
-- currency, so that a table reads `< 500.00`; percentages are whole and rounded down.
-- customer_* columns look at all loans of the customer: one customer, one case.
select
  loan.customer_id,
  loan.loan_id,
  loan.portfolio_id,
  coalesce(arrears.due_minor, 0) as arrears_minor,
  coalesce(arrears.balance_minor, 0) as balance_minor,
  portfolio.jurisdiction,
  loan.product,
  loan.status as loan_status,
  loan.is_repossessed,
  greatest(0, $1::date - arrears.oldest_unpaid_due_on) as days_past_due,
  -- what falls due today is no longer next, and until it is paid today is still its day
  case
    when arrears.oldest_unpaid_due_on = $1::date then 0
    when arrears.next_due_on >= $1::date then arrears.next_due_on - $1::date
  end as days_to_due,
  coalesce(arrears.due_minor, 0) * portfolio.minor_unit as arrears,
  coalesce(arrears.balance_minor, 0) * portfolio.minor_unit as balance,
  loan.payment_minor * portfolio.minor_unit as payment,
  case when loan.principal_minor > 0 then least(9999, 100 * arrears.due_minor / loan.principal_minor)::integer end as arrears_share_percent,
  ($1::date - loan.opened_on) * 100 / 3044 as months_on_book,
  case when loan.matures_on is not null then greatest(0, loan.matures_on - $1::date) end as days_to_maturity,
  coalesce(arrears.oldest_unpaid_due_on = loan.first_due_on and loan.first_due_on < $1::date, false) as is_first_payment_default,
  loan.credit_score::integer as credit_score,
  case when vehicle.value_minor > 0 then least(9999, 100 * arrears.balance_minor / vehicle.value_minor)::integer end as loan_to_value_percent,
  coalesce(spell.past_due_12_months, 0)::integer as times_past_due_12_months,
  coalesce(spell.past_due_30_12_months, 0)::integer as times_30_days_12_months,
  coalesce(spell.past_due_60_24_months, 0)::integer as times_60_days_24_months,
  coalesce(promise.broken_6_months, 0)::integer as broken_promises_6_months,
  coalesce(promise.is_open, false) as has_open_promise,
  coalesce(flag.is_disputed, false) as is_disputed,
  coalesce(flag.is_in_hardship, false) as is_in_hardship,
  coalesce(flag.is_bankrupt, false) as is_bankrupt,
  coalesce(flag.is_deceased, false) as is_deceased,
  coalesce(flag.has_attorney, false) as has_attorney,
  coalesce(flag.is_military, false) as is_military,
  coalesce(flag.is_vulnerable, false) as is_vulnerable,
  coalesce(flag.is_fraud_suspected, false) as is_fraud_suspected,
  coalesce(flag.has_ceased_contact, false) as has_ceased_contact,
  coalesce(flag.is_on_legal_hold, false) as is_on_legal_hold,
  coalesce(several.loans, 1)::integer as customer_loans,
  greatest(0, $1::date - coalesce(several.oldest_unpaid_due_on, arrears.oldest_unpaid_due_on)) as customer_days_past_due,
  case
    -- amounts of two currencies have no sum: only what is in this loan's. Few customers have loans in several portfolios, and where
    -- all portfolios are of one currency nobody is looked up
    when several.first_portfolio_id < several.last_portfolio_id and (select count(distinct currency) > 1 from book.portfolio) then (
      select sum(other.due_minor)
      from book.arrears other
      join book.portfolio of_other on of_other.portfolio_id = other.portfolio_id
      where other.customer_id = loan.customer_id and other.customer_id between $2 and $3 and of_other.currency = portfolio.currency
    )
    else coalesce(several.due_minor, arrears.due_minor, 0)
  end * portfolio.minor_unit as customer_arrears
from book.loan
join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
-- left, also where a row is always there: the planner multiplies the selectivity of both ranges for an inner join and then looks
-- every vehicle up one by one; a loan whose schedule was not loaded yet is decided as not past due
left join book.arrears on arrears.customer_id = loan.customer_id and arrears.loan_id = loan.loan_id
  and arrears.customer_id between $2 and $3
left join book.vehicle on vehicle.customer_id = loan.customer_id and vehicle.vehicle_id = loan.vehicle_id
  and vehicle.customer_id between $2 and $3
left join (
  select
    customer_id,
    loan_id,
    -- a spell counts in a window when it overlaps it: who pays each instalment a month late has one long spell
    count(*) filter (where ended_on is null or ended_on > ($1::date - interval '12 months')::date) as past_due_12_months,
    count(*) filter (where reached_30_on <= $1::date and (ended_on is null or ended_on > ($1::date - interval '12 months')::date)) as past_due_30_12_months,
    count(*) filter (where reached_60_on <= $1::date and (ended_on is null or ended_on > ($1::date - interval '24 months')::date)) as past_due_60_24_months
  from book.overdue_spell
  where customer_id between $2 and $3 and started_on < $1::date
  group by customer_id, loan_id
) spell on spell.customer_id = loan.customer_id and spell.loan_id = loan.loan_id
left join (
  select
    customer_id,
    loan_id,
    count(*) filter (where outcome = 'broken' and graded_on <= $1::date and graded_on > ($1::date - interval '6 months')::date) as broken_6_months,
    bool_or(due_on >= $1::date and (graded_on is null or graded_on > $1::date)) as is_open
  from resolution.promise
  where customer_id between $2 and $3 and promised_on <= $1::date
  group by customer_id, loan_id
) promise on promise.customer_id = loan.customer_id and promise.loan_id = loan.loan_id
left join (
  select
    customer_id,
    bool_or(kind = 'dispute') as is_disputed,
    bool_or(kind = 'hardship') as is_in_hardship,
    bool_or(kind = 'bankruptcy') as is_bankrupt,
    bool_or(kind = 'deceased') as is_deceased,
    bool_or(kind = 'attorney') as has_attorney,
    bool_or(kind = 'military') as is_military,
    bool_or(kind = 'vulnerable') as is_vulnerable,
    bool_or(kind = 'fraud') as is_fraud_suspected,
    bool_or(kind = 'cease_contact') as has_ceased_contact,
    bool_or(kind = 'legal_hold') as is_on_legal_hold
  from permission.flag
  where customer_id between $2 and $3 and starts_on <= $1::date and (ends_on is null or ends_on > $1::date)
  group by customer_id
) flag on flag.customer_id = loan.customer_id
left join (
  -- only customers with several loans: a window over everyone would cost more than all the rest of this statement
  select customer_id, count(*) as loans, min(oldest_unpaid_due_on) as oldest_unpaid_due_on, sum(due_minor) as due_minor,
    min(portfolio_id) as first_portfolio_id, max(portfolio_id) as last_portfolio_id
  from book.arrears
  where customer_id between $2 and $3
  group by customer_id
  having count(*) > 1
) several on several.customer_id = loan.customer_id
where loan.customer_id between $2 and $3
  -- a loan opened later than the date asked about is not there yet (replay)
  and (loan.opened_on is null or loan.opened_on <= $1::date)
