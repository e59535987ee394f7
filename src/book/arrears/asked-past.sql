-- Whose arrears are worked out when one looks back: every loan with a schedule of its own among the customers $2 to $3 that was open on
-- $1, exactly as of $1.
select loan.customer_id, loan.loan_id, loan.portfolio_id, loan.status, $1::date as as_of,
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
where loan.customer_id between $2 and $3
  and portfolio.allocation_span = /*span*/
  and loan.product <> 'tape'
  and (loan.opened_on is null or loan.opened_on <= $1)
  and exists (
    select from book.instalment
    where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id and instalment.customer_id between $2 and $3
  )
