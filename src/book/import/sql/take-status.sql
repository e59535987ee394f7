-- Status, repossession and regular payment of the touched loans, each from the newest month that tells it, in whatever order the months came.
-- Simple loans have theirs already.
with told as (
  select customer_id, loan_id,
    (array_agg(loan_status order by period_ends_on desc) filter (where loan_status is not null))[1] as status,
    (array_agg(is_repossessed order by period_ends_on desc) filter (where is_repossessed is not null))[1] as is_repossessed,
    (array_agg(scheduled_minor order by period_ends_on desc) filter (where scheduled_minor > 0))[1] as payment_minor
  from month_days
  join touched using (customer_id, loan_id)
  where is_deep
  group by customer_id, loan_id
)
update book.loan l set
  status = coalesce(t.status, l.status),
  is_repossessed = coalesce(t.is_repossessed, l.is_repossessed),
  payment_minor = coalesce(t.payment_minor, l.payment_minor)
from told t
where l.customer_id = t.customer_id and l.loan_id = t.loan_id
  and (coalesce(t.status, l.status) <> l.status or coalesce(t.is_repossessed, l.is_repossessed) <> l.is_repossessed
    or coalesce(t.payment_minor, l.payment_minor) is distinct from l.payment_minor)
