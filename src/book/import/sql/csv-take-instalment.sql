-- Instalments of the rows taken. $1 import run
insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor, interest_minor, fee_minor, import_run_id)
select v.customer_id, i.loan_id, i.instalment_number, i.due_on, coalesce(i.principal_minor, 0), coalesce(i.interest_minor, 0),
  coalesce(i.fee_minor, 0), $1
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
order by v.customer_id, i.loan_id, i.instalment_number
