-- The columns that the shipped treatment tables read, without a key: the benchmark only scans. Columns of fixed width stand first and those
-- that are sometimes null last among them: PostgreSQL finds these without walking the row.
create unlogged table bench_fact (
  row_id integer,
  is_repossessed boolean, is_deceased boolean, is_bankrupt boolean, is_on_legal_hold boolean, is_fraud_suspected boolean,
  has_attorney boolean, has_ceased_contact boolean, is_disputed boolean, is_military boolean, is_in_hardship boolean,
  is_vulnerable boolean, is_hold_out boolean, has_open_promise boolean, is_first_payment_default boolean,
  days_past_due integer, broken_promises_6_months integer, times_past_due_12_months integer, times_30_days_12_months integer,
  times_60_days_24_months integer, customer_loans integer, customer_days_past_due integer,
  credit_score integer, months_on_book integer, days_to_maturity integer,
  stage text, acceleration text, product text,
  arrears numeric, balance numeric, customer_arrears numeric, loan_to_value_percent numeric
)
