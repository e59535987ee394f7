-- The counts of one import, read = taken + duplicates + rejected, and the loans among the rows taken.
select
  count(*) as read,
  count(*) filter (where v.outcome = 'taken') as taken,
  count(*) filter (where v.outcome = 'duplicate') as duplicates,
  count(*) filter (where v.outcome = 'rejected') as rejected,
  count(distinct i.loan_id) filter (where v.outcome = 'taken') as loans
from incoming i
join verdict v using (seq)
