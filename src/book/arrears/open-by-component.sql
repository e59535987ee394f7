-- Span 'component': what is paid of each component depends on the days on which money met dues; the allocation knows.
select due_on, owed.minor - coalesce(paid.minor, 0) as open_minor, owed.principal_minor - coalesce(paid.principal_minor, 0) as open_principal_minor
from (
  select instalment_number, due_on, principal_minor, principal_minor + interest_minor + fee_minor as minor
  from book.instalment
  where customer_id = asked.customer_id and loan_id = asked.loan_id
) owed
left join (
  select instalment_number, book.total_minor(principal_minor) as principal_minor,
    book.total_minor(principal_minor + interest_minor + fee_minor) as minor
  from book.allocation
  where customer_id = asked.customer_id and loan_id = asked.loan_id and value_on <= asked.as_of
  group by instalment_number
) paid on paid.instalment_number = owed.instalment_number
where owed.minor > coalesce(paid.minor, 0)
