-- The next loans taken whose customer has no party yet, and whether the tape tells of a second borrower.
-- $1 the last customer of the page before, $2 how many
select distinct on (i.customer_id, i.loan_id) i.customer_id, i.loan_id, i.loan_number, coalesce(i.has_co_borrower, false) as has_co_borrower
from incoming i
join record r using (seq)
where r.outcome = 'taken' and i.customer_id > $1
  and not exists (select from book.party p where p.customer_id = i.customer_id)
order by i.customer_id, i.loan_id
limit $2
