-- A receipt belongs to a known loan and never changes. A reversal names a receipt of the same loan (in the book or in this file) that is no
-- reversal itself, has the same amount, and was not reversed before.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added (never)
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create), row_in_file as (
  select *, first_value(part_id) over (partition by loan_id, other_id order by seq) as first_reversal
  from incoming
  where problems is null
), named as (
  select distinct on (loan_id, part_id) loan_id, part_id, amount_minor, value_on, other_id
  from row_in_file
  order by loan_id, part_id, seq
), found as (
  select i.seq, i.loan_number, i.receipt_number, i.reverses_receipt_number, i.amount_minor, i.value_on, i.other_id, l.customer_id, l.product,
    r.receipt_id is not null as is_known,
    r.value_on = i.value_on and r.amount_minor = i.amount_minor and r.reverses_receipt_id is not distinct from i.other_id
      and r.receipt_number = i.receipt_number as is_equal,
    coalesce(o.amount_minor, f.amount_minor) as reversed_minor,
    coalesce(o.value_on, f.value_on) as reversed_value_on,
    coalesce(o.reverses_receipt_id, f.other_id) is not null as is_reversal_of_reversal,
    b.receipt_id is not null or (i.other_id is not null and i.first_reversal <> i.part_id) as is_reversed_before
  from row_in_file i
  cross join given g
  left join book.loan l on l.loan_number = i.loan_number and l.portfolio_id = g.portfolio_id and l.loan_id = i.loan_id
  left join book.receipt r on r.customer_id = l.customer_id and r.loan_id = l.loan_id and r.receipt_id = i.part_id
  left join book.receipt o on o.customer_id = l.customer_id and o.loan_id = l.loan_id and o.receipt_id = i.other_id
  left join book.receipt b on b.customer_id = l.customer_id and b.loan_id = l.loan_id and b.reverses_receipt_id = i.other_id
    and b.receipt_id <> i.part_id
  left join named f on f.loan_id = i.loan_id and f.part_id = i.other_id
)
select seq, customer_id, coalesce(is_equal, false) as is_same,
  case when customer_id is null or product = 'tape' then 'loan_number' when is_known and not is_equal then 'receipt_number' else 'reverses_receipt_number' end as field,
  case when customer_id is null or product = 'tape' then loan_number when is_known and not is_equal then receipt_number else reverses_receipt_number end as value,
  case
    when customer_id is null then 'is no loan of the portfolio; load loans first'
    when product = 'tape' then 'is a loan without a schedule; load it with its product and instalments first'
    when is_known and not is_equal then 'is in the book with another amount, date or reversal; receipts are never overwritten'
    when other_id is null then null
    when reversed_minor is null then 'is no receipt of this loan'
    when is_reversal_of_reversal then 'is itself a reversal'
    when reversed_minor <> amount_minor then 'has another amount than its reversal'
    when value_on < reversed_value_on then 'has a later date than its reversal'
    when is_reversed_before then 'was reversed already'
  end as reason
from found
