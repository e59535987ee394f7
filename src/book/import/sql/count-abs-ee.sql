-- The counts of one file, read = taken + duplicates + rejected.
select
  count(*) as read,
  count(*) filter (where outcome = 'taken') as taken,
  count(*) filter (where outcome = 'duplicate') as duplicates,
  count(*) filter (where outcome = 'rejected') as rejected,
  count(*) filter (where outcome = 'duplicate' and is_superseded) as superseded,
  count(distinct loan_id) filter (where outcome = 'taken') as loans,
  coalesce(sum(end_balance_minor) filter (where outcome = 'taken'), 0)::bigint as balance_minor
from verdict
