-- The columns that the shipped treatment tables read, without a key: the benchmark only scans.
create unlogged table bench_fact (
  row_id integer, stage text, acceleration text, product text,
  is_repossessed boolean, is_deceased boolean, is_bankrupt boolean, is_on_legal_hold boolean, is_fraud_suspected boolean,
  has_attorney boolean, has_ceased_contact boolean, is_disputed boolean, is_military boolean, is_in_hardship boolean,
  is_vulnerable boolean, is_hold_out boolean, has_open_promise boolean, is_first_payment_default boolean,
  days_past_due integer, broken_promises_6_months integer, credit_score integer, loan_to_value_percent numeric,
  times_past_due_12_months integer, times_30_days_12_months integer, times_60_days_24_months integer,
  months_on_book integer, days_to_maturity integer, arrears numeric, balance numeric,
  customer_loans integer, customer_days_past_due integer, customer_arrears numeric
)
