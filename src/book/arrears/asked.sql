-- Whose arrears are worked out: loans with a schedule of their own among the customers $2 to $3 (only those in $5 when it is given), of
-- portfolio $4 when it is given, in portfolios of allocation span $7. The row is made as of the portfolio's business date, never
-- beyond it. Before the first night there is none: then as of $1, where a row stays at its own later day.
-- With $6 the day is exactly $1 (which is the business date, if there is one), and only rows are asked for that do not hold on it:
-- something fell due since, money that was dated ahead counts now, or the row was made for a later day (a tape that reaches beyond the
-- first night). Every other row is right as it stands, whatever days have passed; that is why a night touches few.
select loan.customer_id, loan.loan_id, loan.portfolio_id, loan.status,
  case when $6::boolean then $1::date else coalesce(portfolio.business_date, greatest($1::date, arrears.aged_on)) end as as_of,
  -- Paid off by the lender's word, while our receipts do not cover the instalments: they are not all here, or it was settled otherwise.
  -- A reversal shows that the money was followed after all.
  loan.is_told_paid_off and not exists (
    select from book.receipt
    where receipt.customer_id = loan.customer_id and receipt.loan_id = loan.loan_id and reverses_receipt_id is not null
  ) and coalesce((
    select book.total_minor(amount_minor) from book.receipt
    where receipt.customer_id = loan.customer_id and receipt.loan_id = loan.loan_id
  ), 0) < (
    select book.total_minor(principal_minor + interest_minor + fee_minor) from book.instalment
    where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id
  ) as is_settled_unseen,
  array_position(allocation_order, 'fee') < array_position(allocation_order, 'principal') as is_fee_before_principal,
  array_position(allocation_order, 'interest') < array_position(allocation_order, 'principal') as is_interest_before_principal
from book.loan
join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
left join book.arrears on arrears.customer_id = loan.customer_id and arrears.loan_id = loan.loan_id
  and arrears.customer_id between $2 and $3
where loan.customer_id between $2 and $3
  and ($5::bigint[] is null or loan.customer_id = any ($5))
  and ($4::integer is null or loan.portfolio_id = $4)
  and portfolio.allocation_span = $7
  and (not $6::boolean or arrears.next_due_on <= $1 or arrears.next_money_on <= $1 or arrears.aged_on > $1)
  -- a tape loan's row moves only with its tapes
  and loan.product <> 'tape'
  and exists (
    select from book.instalment
    where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id and instalment.customer_id between $2 and $3
  )
