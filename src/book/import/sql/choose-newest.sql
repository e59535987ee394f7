-- The record of each loan that becomes its state: the newest month of this file, unless the book already knows a newer month (then
-- the file only adds history).
create temporary table newest on commit drop as
with last_taken as (
  select distinct on (i.customer_id, i.loan_id) i.seq, i.customer_id, i.loan_id, i.period_ends_on
  from incoming i
  join verdict v using (seq)
  where v.outcome = 'taken'
  order by i.customer_id, i.loan_id, i.period_ends_on desc
)
select t.seq, t.customer_id, t.loan_id
from last_taken t
where not exists (select from book.loan_month m
  where m.customer_id = t.customer_id and m.loan_id = t.loan_id and m.period_ends_on > t.period_ends_on)
