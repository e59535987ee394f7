-- Spells are derived; those of the touched tape loans are taken away before they are derived anew.
delete from book.overdue_spell s
using touched t, book.arrears a
where t.is_deep and s.customer_id = t.customer_id and s.loan_id = t.loan_id
  and a.customer_id = t.customer_id and a.loan_id = t.loan_id and a.basis = 'tape'
