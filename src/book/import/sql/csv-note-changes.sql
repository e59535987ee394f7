-- Tells the night whose story changed, so that customers it has already read are decided again.
insert into book.change (customer_id, reason)
select distinct customer_id, 'import'
from verdict
where outcome = 'taken'
order by customer_id
