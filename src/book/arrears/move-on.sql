-- Brings the kept rows of portfolio $4 among the customers $2 to $3 (only those in $5 when it is given) to the day $1, where the passing of
-- days is all that happened: an instalment fell due, and no money came to count that the row does not have. Then nothing is allocated anew, and the row and the
-- instalments say it all:
--   * What was paid of each instalment stays as it was, and so does the balance.
--   * What fell due first is next_due_minor, prepaid in part perhaps. Money prepays in the order of due dates, so of the dues behind it
--     nothing is paid yet.
--   * A loan that was behind stays in its spell: the oldest due that is unpaid has dated the marks already, and later dues reach
--     them later. A loan that was not behind begins a spell with what fell due first; without money it reaches every mark by it.
-- That this is what working the loan out anew gives is tested on books of random loans, day by day (test/book). Everything else that does
-- not hold on $1 (money that was dated ahead, a row of a later day, a loan that is told paid off) is left to keep.sql.
-- Returns one row: `loans` that were moved on, and the `others`, customers.
with moving as materialized (
  select arrears.customer_id, arrears.loan_id, arrears.next_due_on, arrears.oldest_unpaid_due_on is null as begins_spell,
    arrears.next_due_on <= $1 and arrears.next_money_on is null and arrears.aged_on < $1 and arrears.basis = 'schedule'
      and loan.status <> 'paid_off' and not loan.is_told_paid_off as is_only_due
  from book.arrears
  join book.loan on loan.customer_id = arrears.customer_id and loan.loan_id = arrears.loan_id and loan.customer_id between $2 and $3
  where arrears.customer_id between $2 and $3
    and ($5::bigint[] is null or arrears.customer_id = any ($5))
    and arrears.portfolio_id = $4
    and (arrears.next_due_on <= $1 or arrears.next_money_on <= $1 or arrears.aged_on > $1)
    -- a tape loan's row moves only with its tapes
    and loan.product <> 'tape'
), moved as (
  update book.arrears set
    oldest_unpaid_due_on = coalesce(arrears.oldest_unpaid_due_on, arrears.next_due_on),
    due_minor = arrears.due_minor + arrears.next_due_minor + ahead.fell_due_minor,
    next_due_on = ahead.next_due_on,
    next_due_minor = ahead.next_due_minor,
    aged_on = $1
  from moving
  cross join lateral (
    select coalesce(book.total_minor(minor) filter (where due_on <= $1), 0) as fell_due_minor,
      min(due_on) filter (where due_on > $1) as next_due_on,
      -- all that falls due on that day, should several instalments share it
      (array_agg(minor order by due_on) filter (where due_on > $1))[1] as next_due_minor
    from (
      select due_on, book.total_minor(principal_minor + interest_minor + fee_minor) as minor
      from book.instalment
      where customer_id = moving.customer_id and loan_id = moving.loan_id and due_on > moving.next_due_on
        and principal_minor + interest_minor + fee_minor > 0
      group by due_on
    ) day
  ) ahead
  where moving.is_only_due and arrears.customer_id = moving.customer_id and arrears.loan_id = moving.loan_id
    and arrears.customer_id between $2 and $3
), begun as (
  insert into book.overdue_spell (customer_id, loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on)
  select customer_id, loan_id, next_due_on, null, next_due_on + 30, next_due_on + 60, next_due_on + 90
  from moving
  where is_only_due and begins_spell
  on conflict (customer_id, loan_id, started_on) do update set
    ended_on = excluded.ended_on, reached_30_on = excluded.reached_30_on, reached_60_on = excluded.reached_60_on,
    reached_90_on = excluded.reached_90_on
  where overdue_spell is distinct from excluded
)
select count(*) filter (where is_only_due) as loans, array_agg(distinct customer_id) filter (where is_only_due is not true) as others
from moving
