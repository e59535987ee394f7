-- The latest value date that money for a loan may have, for a statement with `portfolio` and `loan` in it. Money dated ahead of the
-- business date counts from its day: 31 days, because with fewer a book whose nights stood still over a long holiday refuses today's money,
-- and with more a mistyped month hides money for long. Before the first night there is no business date, and a tape brings the money of
-- years, also of loans long past their end; then only what nobody can mean is refused, ten years after the loan's last instalment.
coalesce(
  portfolio.business_date + 31,
  (select (max(due_on) + interval '10 years')::date from book.instalment
    where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id)
)
