-- The arrears of each loan in `asked`, at the close of its day as_of: from the instalments, the receipts that count by that day, and the
-- portfolio's order. An instalment due on the day itself counts as due (with no day past due yet). The balance is the principal
-- that is not paid, due or not; interest and fees are in what is due, never in the balance. A loan is paid when nothing is open.
select asked.customer_id, asked.loan_id, asked.portfolio_id, asked.status, asked.as_of,
  open.oldest_unpaid_due_on, open.due_minor, open.balance_minor, open.next_due_on, open.next_due_minor, open.is_paid,
  money.next_money_on
from asked
cross join lateral (
  select coalesce(book.total_minor(amount_minor) filter (where value_on <= asked.as_of), 0) as paid_minor,
    min(value_on) filter (where value_on > asked.as_of) as next_money_on
  from book.counted_receipt
  where customer_id = asked.customer_id and loan_id = asked.loan_id
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
      -- Span 'instalment': the oldest instalments are paid whole up to the stretch that the money reaches; in the one where it ends, the
      -- components before principal are paid before it.
      select due_on, to_minor - greatest(from_minor, money.paid_minor) as open_minor,
        least(principal_minor, greatest(0, from_minor + principal_minor - money.paid_minor
          + case asked.allocation_order[1] when 'principal' then 0 else first_minor end
          + case when 'principal' in (asked.allocation_order[1], asked.allocation_order[2]) then 0 else second_minor end))
          as open_principal_minor
      from book.owed_instalment
      where customer_id = asked.customer_id and loan_id = asked.loan_id
        and asked.allocation_span = 'instalment' and to_minor > money.paid_minor

      union all

      -- Span 'component': what is paid of each component depends on the days on which money met dues: the allocation knows.
      select due_on,
        owed.to_minor - owed.from_minor - coalesce(paid.principal_minor + paid.interest_minor + paid.fee_minor, 0),
        owed.principal_minor - coalesce(paid.principal_minor, 0)
      from book.owed_instalment owed
      left join (
        select instalment_number, book.total_minor(principal_minor) as principal_minor,
          book.total_minor(interest_minor) as interest_minor, book.total_minor(fee_minor) as fee_minor
        from book.allocation
        where customer_id = asked.customer_id and loan_id = asked.loan_id and value_on <= asked.as_of
        group by instalment_number
      ) paid on paid.instalment_number = owed.instalment_number
      where owed.customer_id = asked.customer_id and owed.loan_id = asked.loan_id and asked.allocation_span = 'component'
    ) instalment
    where open_minor > 0
    group by due_on
  ) day
) open
