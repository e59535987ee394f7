-- The counts of one import, read = taken + duplicates + rejected.
select
  count(*) as read,
  count(*) filter (where v.outcome = 'taken') as taken,
  count(*) filter (where v.outcome = 'duplicate') as duplicates,
  count(*) filter (where v.outcome = 'rejected') as rejected,
  count(distinct i.loan_id) filter (where v.outcome = 'taken') as loans,
  coalesce(sum(i.end_balance_minor) filter (where v.outcome = 'taken'), 0)::bigint as balance_minor
from incoming i
join verdict v using (seq)
