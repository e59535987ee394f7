-- Receipts of the rows taken; what is reversed comes before its reversal. $1 import run
insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor, reverses_receipt_id, import_run_id)
select v.customer_id, i.loan_id, i.part_id, i.receipt_number, i.value_on, i.amount_minor, i.other_id, $1
from incoming i
join verdict v using (seq)
where v.outcome = 'taken'
order by v.customer_id, i.loan_id, i.other_id nulls first, i.seq
