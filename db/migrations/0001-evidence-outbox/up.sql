-- Where a business transaction records what it did, in the same transaction (law 3). A sequencer turns these rows into the log;
-- until it does, the order of `outbox_id` is only the order of insertion. Rows are inserted and read, nothing else.
create schema evidence;

create table evidence.outbox (
  outbox_id bigint generated always as identity primary key,
  kind text not null,
  customer_id bigint,
  -- canonical JSON bytes exactly as they will be hashed (kernel/canonical.ts), format version first
  body bytea not null,
  recorded_at timestamptz not null default clock_timestamp()
);

create function evidence.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only: % on %.% refused', tg_op, tg_table_schema, tg_table_name using errcode = 'P0E01';
end $$;

create trigger outbox_is_append_only before update or delete or truncate on evidence.outbox
  for each statement execute function evidence.refuse_change();
