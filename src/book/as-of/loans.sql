-- The loans of the customers $2 to $3 that were there on $1, with their status on that day as far as the book can tell:
--  * with a schedule: paid off exactly when nothing was open on that day. Charged off and closed are decisions whose day the book does
--    not keep: they hold for every day.
--  * from a tape: open until a month says otherwise (take-status follows); a loan whose first month is later was not in the book.
-- Everything else about a loan (product, vehicle, score) does not change over its life.
insert into pg_temp.loan (customer_id, loan_id, portfolio_id, vehicle_id, product, status, is_repossessed, opened_on, first_due_on, matures_on,
  principal_minor, payment_minor, credit_score)
select loan.customer_id, loan.loan_id, loan.portfolio_id, loan.vehicle_id, loan.product,
  case
    when touched.loan_id is not null and arrears.loan_id is null then 'open'
    when arrears.loan_id is not null and loan.status in ('open', 'paid_off') then case when arrears.due_minor = 0 and arrears.next_due_on is null then 'paid_off' else 'open' end
    else loan.status
  end,
  loan.is_repossessed and (touched.loan_id is null or arrears.loan_id is not null),
  loan.opened_on, loan.first_due_on, loan.matures_on, loan.principal_minor, loan.payment_minor, loan.credit_score
from book.loan
left join pg_temp.touched on touched.customer_id = loan.customer_id and touched.loan_id = loan.loan_id
left join pg_temp.arrears on arrears.customer_id = loan.customer_id and arrears.loan_id = loan.loan_id
where loan.customer_id between $2 and $3
  and (loan.opened_on is null or loan.opened_on <= $1::date)
  and (touched.loan_id is not null or arrears.loan_id is not null or not exists (
    select from book.loan_month
    where loan_month.customer_id = loan.customer_id and loan_month.loan_id = loan.loan_id and loan_month.customer_id between $2 and $3))
