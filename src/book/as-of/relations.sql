-- Where a session keeps the book as it stood on a past date: temporary tables of the same names as the book's own, so that a statement over
-- the book runs over the past when its schema is changed from `book` to `pg_temp`. Emptied at the end of each transaction.
create temporary table loan (
  customer_id bigint not null,
  loan_id bigint not null,
  portfolio_id integer not null,
  vehicle_id bigint,
  product text not null,
  status text not null,
  is_repossessed boolean not null,
  opened_on date,
  first_due_on date,
  matures_on date,
  principal_minor bigint,
  payment_minor bigint,
  credit_score smallint,
  primary key (customer_id, loan_id)
) on commit delete rows;

create temporary table arrears (like book.arrears including indexes) on commit delete rows;

create temporary table overdue_spell (like book.overdue_spell including indexes) on commit delete rows;

-- tape loans that are worked out from all their months, as the import does with loans that it marks as deep
create temporary table touched (
  customer_id bigint not null,
  loan_id bigint not null,
  is_deep boolean not null default true
) on commit delete rows
