-- The record of everything that was done: entries as business transactions write them (outbox), the log that one sequencer makes of them (leaf, tile,
-- tree, checkpoint), what they say (payload), and the keys that open it (schema vault). Rows are inserted and read, nothing else.
create schema evidence;

-- Entries that are recorded and not yet in the log, written by the business transaction itself (law 3). The sequencer moves them into
-- evidence.leaf; the order of entry_id is that of insertion, not of commit.
create table evidence.outbox (
  entry_id bigint generated always as identity primary key,
  kind text not null,
  -- whose story: a loan, a customer, a portfolio, or none for the house itself
  customer_id bigint,
  loan_id bigint,
  portfolio_id integer,
  -- a pseudonym, never a name
  actor text not null,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  -- HMAC-SHA-256 over the payload under its own salt
  commitment bytea not null,
  -- commitments to attachments
  files bytea[] not null default '{}',
  -- rows of other tables that the entry vouches for: how many, and the root of the tree over them
  row_count bigint,
  row_root bytea,
  constraint outbox_commitment_not_32_bytes check (octet_length(commitment) = 32),
  constraint outbox_rows_without_root check ((row_count is null) = (row_root is null)),
  constraint outbox_subject_ambiguous check (portfolio_id is null or customer_id is null),
  constraint outbox_loan_without_customer check (loan_id is null or customer_id is not null)
);

-- What an entry says, apart from the entry, so that it can be destroyed without breaking the log. Of a customer: salt and content sealed with the
-- customer's key. Of the house, where nothing is personal: in clear.
create table evidence.payload (
  entry_id bigint primary key,
  customer_id bigint,
  sealed bytea,
  salt bytea,
  content bytea,
  constraint payload_neither_sealed_nor_clear check ((sealed is null) <> (salt is null) and (salt is null) = (content is null)),
  constraint payload_of_customer_in_clear check ((customer_id is null) = (sealed is null))
);

-- A chain of entries about one subject. The random did stands in the leaves; only this row knows whose it is.
create table evidence.dossier (
  did bytea primary key,
  -- 'loan/7', 'customer/7', 'portfolio/7' or 'house': one dossier each
  subject text not null,
  customer_id bigint,
  loan_id bigint,
  portfolio_id integer,
  constraint dossier_subject_taken unique (subject),
  constraint dossier_did_not_16_bytes check (octet_length(did) = 16)
);

-- Who is behind the pseudonym of an entry: a person who works with Curebook.
create table evidence.actor (
  actor text primary key,
  name text not null,
  constraint actor_name_taken unique (name)
);

-- The log: the bytes of each leaf exactly as they were hashed.
create table evidence.leaf (
  leaf_index bigint primary key,
  entry_id bigint not null,
  did bytea not null references evidence.dossier,
  seq integer not null,
  kind text not null,
  recorded_at timestamptz(3) not null,
  bytes bytea not null,
  -- SHA-256(0x00 ‖ bytes)
  hash bytea not null,
  constraint leaf_entry_taken unique (entry_id),
  constraint leaf_seq_taken unique (did, seq),
  constraint leaf_too_large check (octet_length(bytes) <= 65535)
);

-- Full tiles of 256 hashes; what is to the right of them follows from the leaves and from the roots of full tiles below.
create table evidence.tile (
  level smallint not null,
  tile_index bigint not null,
  hashes bytea not null,
  -- the hash of this tile in the level above
  root bytea not null,
  primary key (level, tile_index),
  constraint tile_not_full check (octet_length(hashes) = 8192)
);

-- Size and root after each batch, unsigned. Only what is committed here is ever signed.
create table evidence.tree (
  size bigint primary key,
  root bytea not null,
  grown_at timestamptz not null default clock_timestamp()
);

-- Keys that sign the log, the newest last. The private key is outside the database.
create table evidence.log_key (
  log_key_id integer generated always as identity primary key,
  origin text not null,
  public_key bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint log_key_taken unique (origin, public_key)
);

create table evidence.checkpoint (
  size bigint not null references evidence.tree,
  log_key_id integer not null references evidence.log_key,
  -- the signed note, byte for byte
  note bytea not null,
  signed_at timestamptz not null default clock_timestamp(),
  primary key (size, log_key_id)
);
-- the newest of a log: one that was begun anew after a loss may be shorter than the one before
create index checkpoint_of_log on evidence.checkpoint (log_key_id, size);

-- What outsiders attested: time-stamp tokens, cosignatures, transactions, byte for byte.
create table evidence.anchor (
  anchor_id bigint generated always as identity primary key,
  -- the lender's name for the outsider
  name text not null,
  kind text not null,
  size bigint not null,
  log_key_id integer not null,
  request bytea,
  response bytea not null,
  -- the time that the outsider attests
  attested_at timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  foreign key (size, log_key_id) references evidence.checkpoint,
  constraint anchor_kind_unknown check (kind in ('rfc3161', 'witness', 'evm'))
);
create index anchor_newest on evidence.anchor (name, size);

-- What went wrong with an anchor, once for each thing since it last attested something.
create table evidence.anchor_failure (
  anchor_failure_id bigint generated always as identity primary key,
  name text not null,
  message text not null,
  failed_at timestamptz not null default clock_timestamp()
);
create index anchor_failure_newest on evidence.anchor_failure (name, anchor_failure_id);

-- The daily index: which entry vouches for the heads of all dossiers, and the hashes that show one of them, in 256 parts.
create table evidence.index_snapshot (
  entry_id bigint primary key,
  -- in UTC
  day date not null,
  -- of the tree whose dossiers it counts
  size bigint not null,
  constraint index_day_taken unique (day)
);

create table evidence.index_part (
  entry_id bigint not null references evidence.index_snapshot,
  part smallint not null,
  row_count bigint not null,
  root bytea not null,
  hashes bytea not null,
  primary key (entry_id, part)
);

create function evidence.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only: % on %.% refused', tg_op, tg_table_schema, tg_table_name using errcode = 'P0E01';
end $$;

create trigger outbox_is_append_only before update or truncate on evidence.outbox
  for each statement execute function evidence.refuse_change();
create trigger payload_is_append_only before update or delete or truncate on evidence.payload
  for each statement execute function evidence.refuse_change();
create trigger dossier_is_append_only before update or delete or truncate on evidence.dossier
  for each statement execute function evidence.refuse_change();
create trigger actor_is_append_only before update or delete or truncate on evidence.actor
  for each statement execute function evidence.refuse_change();
create trigger leaf_is_append_only before update or delete or truncate on evidence.leaf
  for each statement execute function evidence.refuse_change();
create trigger tile_is_append_only before update or delete or truncate on evidence.tile
  for each statement execute function evidence.refuse_change();
create trigger tree_is_append_only before update or delete or truncate on evidence.tree
  for each statement execute function evidence.refuse_change();
create trigger log_key_is_append_only before update or delete or truncate on evidence.log_key
  for each statement execute function evidence.refuse_change();
create trigger index_snapshot_is_append_only before update or delete or truncate on evidence.index_snapshot
  for each statement execute function evidence.refuse_change();
create trigger index_part_is_append_only before update or delete or truncate on evidence.index_part
  for each statement execute function evidence.refuse_change();
create trigger anchor_is_append_only before update or delete or truncate on evidence.anchor
  for each statement execute function evidence.refuse_change();
create trigger anchor_failure_is_append_only before update or delete or truncate on evidence.anchor_failure
  for each statement execute function evidence.refuse_change();
create trigger checkpoint_is_append_only before update or delete or truncate on evidence.checkpoint
  for each statement execute function evidence.refuse_change();

-- An entry leaves the outbox only by becoming a leaf, in the same transaction.
create function evidence.refuse_lost_entry() returns trigger language plpgsql as $$
begin
  if exists (select from gone where not exists (select from evidence.leaf where leaf.entry_id = gone.entry_id)) then
    raise exception 'evidence is append-only: an entry that is not in the log cannot leave the outbox' using errcode = 'P0E01';
  end if;
  return null;
end $$;

create trigger outbox_loses_no_entry after delete on evidence.outbox
  referencing old table as gone for each statement execute function evidence.refuse_lost_entry();

-- Every entry, in the log or not yet (leaf_index null), with what it says where that is not sealed.
create view evidence.entry as
  select entry_id, leaf_index, kind, dossier.customer_id, loan_id, portfolio_id, recorded_at, content
  from evidence.leaf join evidence.dossier using (did) left join evidence.payload using (entry_id)
  union all
  select entry_id, null, kind, outbox.customer_id, loan_id, portfolio_id, recorded_at, content
  from evidence.outbox left join evidence.payload using (entry_id);

-- The key that wraps the keys below, by a fingerprint: a home with another key is found out before anything is sealed with it. The key itself is
-- not in the database.
create table platform.master_key (
  fingerprint bytea primary key,
  created_at timestamptz not null default clock_timestamp()
);

-- Keys that open what is sealed. Destroying the one key of a customer erases the person everywhere at once.
create schema vault;

create table vault.customer_key (
  customer_id bigint primary key,
  wrapped_key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Keys that were destroyed, the first of a customer with generation 0. What is sealed names the generation of its key, so what went with a key is told from what
-- was damaged; what is said about the customer afterwards is sealed with a new key.
create table vault.customer_erased (
  customer_id bigint not null,
  generation smallint not null,
  -- who, why, and who approved
  entry_id bigint not null,
  erased_at timestamptz not null default clock_timestamp(),
  primary key (customer_id, generation)
);

-- Reasons for which nothing of a customer may be destroyed: a dispute, a suit, an investigation. A hold is placed and lifted by rows that stay.
create table vault.legal_hold (
  customer_id bigint not null,
  hold_id bigint generated always as identity,
  -- with the customer's key: whoever writes it names people
  reason_sealed bytea not null,
  placed_by text not null,
  placed_at timestamptz not null default clock_timestamp(),
  primary key (customer_id, hold_id)
);

-- Why it was lifted, its entry says.
create table vault.legal_hold_lifted (
  customer_id bigint not null,
  hold_id bigint not null,
  lifted_by text not null,
  lifted_at timestamptz not null default clock_timestamp(),
  primary key (customer_id, hold_id),
  foreign key (customer_id, hold_id) references vault.legal_hold
);

-- Recordings and documents: chunks in the object store, sealed with the customer's key; the entry holds what commits to the content.
create table vault.attachment (
  customer_id bigint not null,
  -- random: it names the chunks in the store
  attachment_id bigint not null,
  loan_id bigint not null,
  -- the entry whose `files` name it
  entry_id bigint not null,
  kind text not null,
  byte_count bigint not null,
  chunk_count integer not null,
  -- name, SHA-256 and salt, sealed with the customer's key
  sealed bytea not null,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (customer_id, attachment_id),
  constraint attachment_kind_unknown check (kind in ('document', 'recording', 'photo'))
);
create index attachment_by_loan on vault.attachment (customer_id, loan_id);
create index attachment_by_age on vault.attachment (kind, stored_at);
-- chunks in the store know nothing but this
create unique index attachment_id_taken on vault.attachment (attachment_id);

-- Content that was destroyed because its time was over. What commits to it stays in the log.
create table vault.attachment_destroyed (
  customer_id bigint not null,
  attachment_id bigint not null,
  -- rule of the retention table
  rule_id text not null,
  destroyed_at timestamptz not null default clock_timestamp(),
  primary key (customer_id, attachment_id),
  foreign key (customer_id, attachment_id) references vault.attachment
);

-- Chunks in the object store that no attachment claims: an upload under way, one that a crash ended, content that was destroyed. They are cleared when they are
-- a day old; those of destroyed content at once.
create table vault.unclaimed_chunks (
  attachment_id bigint primary key,
  since timestamptz not null default clock_timestamp()
);

-- Holds that stand.
create view vault.standing_hold as
  select customer_id, hold_id, reason_sealed, placed_by, placed_at from vault.legal_hold
  where not exists (
    select from vault.legal_hold_lifted lifted
    where lifted.customer_id = legal_hold.customer_id and lifted.hold_id = legal_hold.hold_id);

-- In the way of whoever may write more than the application may: what is in the vault is added to, and a key goes only by an erasure.
create trigger customer_key_is_kept before update or truncate on vault.customer_key
  for each statement execute function evidence.refuse_change();
create trigger customer_erased_is_append_only before update or delete or truncate on vault.customer_erased
  for each statement execute function evidence.refuse_change();
create trigger legal_hold_is_append_only before update or delete or truncate on vault.legal_hold
  for each statement execute function evidence.refuse_change();
create trigger legal_hold_lifted_is_append_only before update or delete or truncate on vault.legal_hold_lifted
  for each statement execute function evidence.refuse_change();
create trigger attachment_is_append_only before update or delete or truncate on vault.attachment
  for each statement execute function evidence.refuse_change();
create trigger attachment_destroyed_is_append_only before update or delete or truncate on vault.attachment_destroyed
  for each statement execute function evidence.refuse_change();
create trigger unclaimed_chunks_are_cleared_only before update or truncate on vault.unclaimed_chunks
  for each statement execute function evidence.refuse_change();

create function vault.refuse_lost_key() returns trigger language plpgsql as $$
begin
  if exists (select from vault.standing_hold where customer_id = old.customer_id) then
    raise exception 'the vault is append-only: a legal hold stands on customer %, so the key stays', old.customer_id using errcode = 'P0E02';
  end if;
  if not exists (select from vault.customer_erased where customer_id = old.customer_id and generation = get_byte(old.wrapped_key, 1)) then
    raise exception 'the vault is append-only: the key of customer % goes only by an erasure that is recorded', old.customer_id using errcode = 'P0E01';
  end if;
  return null;
end $$;

-- A key is said to be destroyed only with an entry about it, recorded in the same transaction.
create function vault.refuse_unrecorded_erasure() returns trigger language plpgsql as $$
begin
  if not exists (
    select from evidence.outbox
    where entry_id = new.entry_id and kind = 'customer.erased' and customer_id = new.customer_id and xmin = pg_current_xact_id()::xid
  ) then
    raise exception 'the vault is append-only: entry % does not record an erasure of customer %', new.entry_id, new.customer_id using errcode = 'P0E01';
  end if;
  return new;
end $$;

create trigger customer_erased_is_recorded before insert on vault.customer_erased
  for each row execute function vault.refuse_unrecorded_erasure();

-- At the end of the transaction, when the erasure is recorded.
create constraint trigger customer_key_goes_by_erasure after delete on vault.customer_key
  deferrable initially deferred for each row execute function vault.refuse_lost_key();
