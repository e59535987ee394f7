-- A batch of records of one asset-data file, converted but not yet believed. Temporary: gone with the transaction, never logged, so that a
-- broken file leaves nothing. The columns stand in the order in which abs-ee/stage-record.ts writes them; the wide ones, which only two
-- statements read, stand last.
create temporary table incoming (
  seq integer not null,
  line integer not null,
  -- set when the record is refused before it meets the book: [{line, field, value, reason}]
  problems jsonb,
  customer_id bigint,
  loan_id bigint,
  vehicle_id bigint,
  loan_number text,
  period_ends_on date,
  opened_on date,
  first_due_on date,
  matures_on date,
  term_months smallint,
  principal_minor bigint,
  annual_rate numeric,
  payment_minor bigint,
  credit_score smallint,
  credit_score_kind text,
  payment_to_income numeric,
  has_co_borrower boolean,
  make text,
  model text,
  model_year smallint,
  is_new boolean,
  value_minor bigint,
  value_on date,
  value_source text,
  days_past_due smallint,
  end_balance_minor bigint,
  scheduled_minor bigint,
  paid_minor bigint,
  charged_off_minor bigint,
  recovered_minor bigint,
  is_repossessed boolean,
  loan_status text,
  next_payment_minor bigint,
  loan_attributes jsonb,
  content_sha256 bytea,
  description_sha256 bytea,
  description jsonb,
  month_attributes jsonb
)
-- Half a page a row is fine here; compressing rows that live for a minute is not.
with (toast_tuple_target = 8160)
on commit drop
