-- The loans that the rows taken belong to, for what is derived from all their rows.
create temporary table touched on commit drop as
select distinct v.customer_id, i.loan_id, true as is_deep
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
