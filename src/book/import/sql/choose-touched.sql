-- The loans that this import added a month to, for what is derived from all their months.
create temporary table touched on commit drop as
select distinct i.customer_id, i.loan_id
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
