-- One customer a loan: asset-level files name nobody, so the loan's number is the customer's.
-- $1 lender, $2 true for made-up people
insert into book.customer (customer_id, lender, customer_number, is_fictional)
select distinct on (i.customer_id) i.customer_id, $1, i.loan_number, $2
from record i
where i.outcome = 'taken'
order by i.customer_id
on conflict (customer_id) do nothing
