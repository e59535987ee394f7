-- The record of each loan that may speak for its state: the newest month of this file. Where the book already knows a newer month, the file
-- adds history and fills what is unknown, but overwrites nothing.
create temporary table chosen on commit drop as
with last_taken as (
  select distinct on (i.customer_id, i.loan_id) i.seq, i.customer_id, i.loan_id, i.period_ends_on
  from incoming i
  join verdict v using (seq)
  where v.outcome = 'taken'
  order by i.customer_id, i.loan_id, i.period_ends_on desc
)
select t.seq, t.customer_id, t.loan_id,
  not exists (select from book.loan_month m
    where m.customer_id = t.customer_id and m.loan_id = t.loan_id and m.period_ends_on > t.period_ends_on) as is_newest
from last_taken t
