-- States that change what may be done (flags) and what a party promised. Their modules grow later; the facts need them now.
create schema permission;
create schema resolution;

create table permission.flag (
  customer_id bigint not null,
  flag_id bigint not null,
  kind text not null,
  starts_on date not null,
  ends_on date,
  primary key (customer_id, flag_id),
  constraint flag_kind_unknown check (kind in ('dispute', 'hardship', 'bankruptcy', 'deceased', 'attorney', 'military', 'vulnerable', 'fraud', 'cease_contact', 'legal_hold'))
);

create table resolution.promise (
  customer_id bigint not null,
  promise_id bigint not null,
  loan_id bigint not null,
  promised_on date not null,
  due_on date not null,
  amount_minor bigint not null,
  taken_by text not null,
  outcome text,
  graded_on date,
  primary key (customer_id, promise_id),
  constraint promise_taker_unknown check (taken_by in ('human', 'machine')),
  constraint promise_outcome_unknown check (outcome in ('kept', 'partly_kept', 'broken')),
  constraint promise_amount_not_positive check (amount_minor > 0)
);
