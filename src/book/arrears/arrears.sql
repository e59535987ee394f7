-- The arrears of each loan in `asked`, at the close of its day as_of: from the instalments, the receipts that count by that day, and the
-- portfolio's order. An instalment due on the day itself counts as due (with no day past due yet). The balance is the principal
-- that is not paid, due or not; interest and fees are in what is due, never in the balance. A loan is paid when nothing is open,
-- or when the lender says so and we have not seen all its money (is_settled_unseen).
select asked.customer_id, asked.loan_id, asked.portfolio_id, asked.status, asked.as_of,
  open.oldest_unpaid_due_on, open.due_minor, open.balance_minor, open.next_due_on, open.next_due_minor, open.is_paid,
  money.next_money_on
from asked
cross join lateral (
  select coalesce(book.total_minor(amount_minor) filter (where value_on <= asked.as_of), 0) as paid_minor,
    min(value_on) filter (where value_on > asked.as_of) as next_money_on
  from book.receipt
  where customer_id = asked.customer_id and loan_id = asked.loan_id and reverses_receipt_id is null
    -- a reversed receipt counts as if it had never come
    and receipt_id not in (
      select reverses_receipt_id from book.receipt
      where customer_id = asked.customer_id and loan_id = asked.loan_id and reverses_receipt_id is not null
    )
) money
cross join lateral (
  select min(due_on) filter (where due_on <= asked.as_of) as oldest_unpaid_due_on,
    coalesce(book.total_minor(open_minor) filter (where due_on <= asked.as_of), 0) as due_minor,
    coalesce(book.total_minor(open_principal_minor), 0) as balance_minor,
    min(due_on) filter (where due_on > asked.as_of) as next_due_on,
    -- all that falls due on that day, should several instalments share it
    (array_agg(open_minor order by due_on) filter (where due_on > asked.as_of))[1] as next_due_minor,
    count(*) = 0 as is_paid
  from (
    select due_on, book.total_minor(open_minor) as open_minor, book.total_minor(open_principal_minor) as open_principal_minor
    from (
/*open*/
    ) instalment
    where not asked.is_settled_unseen
    group by due_on
  ) day
) open
