-- What became of every record of the file, batch after batch; narrow, because it holds the whole file.
create temporary table verdict (
  seq integer not null,
  line integer not null,
  outcome text not null,
  -- why a record was rejected: [{line, field, value, reason}]
  problems jsonb,
  customer_id bigint,
  loan_id bigint,
  period_ends_on date,
  content_sha256 bytea,
  end_balance_minor bigint,
  -- a duplicate of what an amendment has replaced
  is_superseded boolean not null,
  -- later batches ask whether a loan's month was there already
  unique (customer_id, loan_id, period_ends_on, seq)
) on commit drop
