-- Span 'instalment': the oldest instalments are paid whole, up to where the money ends on the stretch of all dues; in the
-- instalment in which it ends, the components before principal are paid before it.
select due_on,
  least(minor, to_minor - money.paid_minor) as open_minor,
  least(principal_minor, greatest(0, to_minor - minor + before_principal_minor + principal_minor - money.paid_minor)) as open_principal_minor
from (
  select due_on, principal_minor, principal_minor + interest_minor + fee_minor as minor,
    case when asked.is_fee_before_principal then fee_minor else 0 end
      + case when asked.is_interest_before_principal then interest_minor else 0 end as before_principal_minor,
    book.total_minor(principal_minor + interest_minor + fee_minor)
      over (order by due_on, instalment_number rows unbounded preceding) as to_minor
  from book.instalment
  where customer_id = asked.customer_id and loan_id = asked.loan_id
) owed
where minor > 0 and to_minor > money.paid_minor
