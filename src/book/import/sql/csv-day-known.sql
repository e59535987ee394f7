-- The day as of which the touched loans are worked out: the portfolio's business date; before its first night the newest money of these
-- loans, or without any money the first due date.
-- $1 portfolio
select coalesce(
  (select business_date from book.portfolio where portfolio_id = $1),
  (select max(r.value_on) from touched t join book.receipt r on r.customer_id = t.customer_id and r.loan_id = t.loan_id),
  (select min(n.due_on) from touched t join book.instalment n on n.customer_id = t.customer_id and n.loan_id = t.loan_id)
) as as_of
