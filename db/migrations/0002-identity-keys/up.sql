-- One data key a customer, wrapped by the master key, which is not in the database. Personal fields are sealed with the data key;
-- destroying the row erases the person everywhere at once.
create schema identity;

create table identity.customer_key (
  customer_id bigint primary key,
  wrapped_key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
