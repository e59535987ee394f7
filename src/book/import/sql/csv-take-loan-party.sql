-- The roles that the rows taken give their parties.
insert into book.loan_party (customer_id, loan_id, party_id, role)
select distinct i.customer_id, i.loan_id, i.part_id, i.role
from incoming i
join verdict v using (seq)
where v.outcome = 'taken' and i.role is not null
order by i.customer_id
on conflict do nothing
