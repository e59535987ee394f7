-- Customers that the rows taken bring with them. $1 lender
insert into book.customer (customer_id, lender, customer_number)
select distinct on (i.customer_id) i.customer_id, $1, i.customer_number
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
order by i.customer_id
on conflict (customer_id) do nothing
