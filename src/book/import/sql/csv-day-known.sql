-- The day as of which the touched loans are worked out: the portfolio's business date. Before its first night, where any day is a guess
-- that the first night puts right: the newest day the book knows, which is that of the newest money; without any money the first
-- due date, so that nothing is counted as due that the lender may not have lived to see.
-- $1 portfolio
select coalesce(
  (select business_date from book.portfolio where portfolio_id = $1),
  greatest(
    (select max(aged_on) from book.arrears where portfolio_id = $1),
    (select max(r.value_on) from touched t join book.receipt r on r.customer_id = t.customer_id and r.loan_id = t.loan_id)
  ),
  (select min(n.due_on) from touched t join book.instalment n on n.customer_id = t.customer_id and n.loan_id = t.loan_id)
) as as_of
