-- Made-up loans for `bench tables`: $1 rows, $2 seed. Half are current, the rest are spread over all stages, flags are rare, scores and
-- values are sometimes unknown: about what a treatment table meets. Draws are hashes of row and seed, so a sample is the same everywhere.
insert into bench_fact (
  row_id, stage, acceleration, product,
  is_repossessed, is_deceased, is_bankrupt, is_on_legal_hold, is_fraud_suspected, has_attorney, has_ceased_contact, is_disputed,
  is_military, is_in_hardship, is_vulnerable, is_hold_out, has_open_promise, is_first_payment_default,
  days_past_due, broken_promises_6_months, credit_score, loan_to_value_percent,
  times_past_due_12_months, times_30_days_12_months, times_60_days_24_months, months_on_book, days_to_maturity,
  arrears, balance, customer_loans, customer_days_past_due, customer_arrears)
select
  row_id,
  case
    when d[1] < 0.50 then 'current'
    when d[1] < 0.62 then 'due_soon'
    when d[1] < 0.72 then 'm1_early'
    when d[1] < 0.82 then 'm1'
    when d[1] < 0.88 then 'm2'
    when d[1] < 0.92 then 'm3'
    when d[1] < 0.95 then 'm4'
    when d[1] < 0.97 then 'm5_plus'
    when d[1] < 0.985 then 'charged_off'
    else 'closed'
  end as stage,
  (case when d[19] < 0.9 then 'none' when d[19] < 0.96 then 'notice' else 'due' end) as acceleration,
  (case when d[20] < 0.6 then 'level_payment' when d[20] < 0.8 then 'equal_principal' when d[20] < 0.9 then 'interest_first_balloon' else 'tape' end) as product,
  d[2] < 0.02 as is_repossessed,
  d[3] < 0.003 as is_deceased,
  d[4] < 0.01 as is_bankrupt,
  d[5] < 0.003 as is_on_legal_hold,
  d[6] < 0.005 as is_fraud_suspected,
  d[7] < 0.01 as has_attorney,
  d[8] < 0.01 as has_ceased_contact,
  d[9] < 0.01 as is_disputed,
  d[10] < 0.01 as is_military,
  d[11] < 0.02 as is_in_hardship,
  d[12] < 0.02 as is_vulnerable,
  d[13] < 0.02 as is_hold_out,
  d[14] < 0.05 as has_open_promise,
  d[15] < 0.02 as is_first_payment_default,
  (case
    when d[1] < 0.62 then 0
    when d[1] < 0.72 then 1 + floor(9 * d[16])
    when d[1] < 0.82 then 10 + floor(20 * d[16])
    when d[1] < 0.88 then 30 + floor(30 * d[16])
    when d[1] < 0.92 then 60 + floor(30 * d[16])
    when d[1] < 0.95 then 90 + floor(30 * d[16])
    else 120 + floor(240 * d[16])
  end)::integer as days_past_due,
  floor(4 * d[17] * d[17])::integer as broken_promises_6_months,
  case when d[18] > 0.03 then 450 + floor(400 * d[18])::integer end as credit_score,
  case when d[21] > 0.05 then round((40 + 120 * d[21])::numeric, 1) end as loan_to_value_percent,
  floor(6 * d[22] * d[22])::integer as times_past_due_12_months,
  floor(4 * d[23] * d[23])::integer as times_30_days_12_months,
  floor(3 * d[24] * d[24])::integer as times_60_days_24_months,
  case when d[25] > 0.02 then floor(60 * d[25])::integer end as months_on_book,
  case when d[26] > 0.02 then floor(1500 * d[26])::integer end as days_to_maturity,
  round((5000 * d[27] * d[27])::numeric, 2) as arrears,
  round((60000 * d[28])::numeric, 2) as balance,
  1 + floor(3 * d[29] * d[29] * d[29])::integer as customer_loans,
  (case when d[30] < 0.9 then 0 else floor(200 * d[16]) end)::integer as customer_days_past_due,
  round((9000 * d[27] * d[27])::numeric, 2) as customer_arrears
from generate_series(1, $1::integer) as row_id
cross join lateral (
  select array_agg((hashint8extended(row_id, $2::bigint * 1000 + k) & 2147483647) / 2147483648.0::float8 order by k) as d
  from generate_series(1, 30) as k
) draw
