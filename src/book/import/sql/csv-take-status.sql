-- The loan's status and repossession as the newest month says that tells them.
with told as (
  select customer_id, loan_id,
    (array_agg(loan_status order by period_ends_on desc) filter (where loan_status is not null))[1] as status,
    (array_agg(is_repossessed order by period_ends_on desc) filter (where is_repossessed is not null))[1] as is_repossessed
  from month_days
  group by customer_id, loan_id
)
update book.loan l
set status = coalesce(t.status, l.status), is_repossessed = coalesce(t.is_repossessed, l.is_repossessed)
from told t
where l.customer_id = t.customer_id and l.loan_id = t.loan_id
  and (coalesce(t.status, l.status) <> l.status or coalesce(t.is_repossessed, l.is_repossessed) <> l.is_repossessed)
