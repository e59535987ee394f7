-- What the records say about the loans themselves, where it differs from what was said before.
insert into book.loan_description (customer_id, loan_id, description_sha256, attributes)
select i.customer_id, i.loan_id, i.description_sha256, i.description
from incoming i
join record r using (seq)
where r.outcome = 'taken'
order by i.customer_id
on conflict do nothing
