-- A reversal names a receipt of the same loan (in the book or in this file) that is no reversal itself, has the same amount, and
-- was not reversed before. What is wrong with a row by itself (csv-place-receipt) comes first, so that no row is judged by one that is refused; two
-- reversals of one receipt in this file are told apart by csv-refuse-reversals.
create temporary table judged on commit drop as
with named as (
  -- a number that stands for a receipt and for a reversal is the receipt here; which of the two is taken is told later
  select distinct on (loan_id, part_id) loan_id, part_id, amount_minor, value_on, other_id
  from placed
  where wrong_field is null and (loan_id, part_id) in (select loan_id, other_id from placed where other_id is not null)
  order by loan_id, part_id, other_id is not null, seq
), told as (
  select p.*,
    case
      when wrong_field is not null then wrong_field
      when p.other_id is null then null
      when coalesce(o.amount_minor, n.amount_minor) is null then 'unknown'
      when coalesce(o.reverses_receipt_id, n.other_id) is not null then 'reversal'
      when coalesce(o.amount_minor, n.amount_minor) <> p.amount_minor then 'amount'
      when p.value_on < coalesce(o.value_on, n.value_on) then 'date'
      when b.receipt_id is not null then 'again'
    end as wrong
  from placed p
  left join book.receipt o on o.customer_id = p.customer_id and o.loan_id = p.loan_id and o.receipt_id = p.other_id
  left join book.receipt b on b.customer_id = p.customer_id and b.loan_id = p.loan_id and b.reverses_receipt_id = p.other_id
    and b.receipt_id <> p.part_id
  left join named n on n.loan_id = p.loan_id and n.part_id = p.other_id
)
select seq, customer_id, coalesce(is_equal, false) as is_same,
  coalesce(wrong_field, 'reverses_receipt_number') as field,
  case wrong_field
    when 'loan_number' then loan_number
    when 'receipt_number' then receipt_number
    when 'value_on' then value_on::text
    else reverses_receipt_number
  end as value,
  case wrong
    when 'loan_number' then case
      when customer_id is null then 'is no loan of the portfolio; load loans first'
      else 'is a loan without a schedule; load it with its product and instalments first' end
    when 'receipt_number' then 'is in the book with another amount, date or reversal; receipts are never overwritten'
    when 'value_on' then case
      when business_date is null then 'is more than ten years after the last instalment of the loan'
      else 'is more than 31 days after the business date ' || business_date end
    when 'unknown' then 'is no receipt of this loan'
    when 'reversal' then 'is itself a reversal'
    when 'amount' then 'has another amount than its reversal'
    when 'date' then 'has a later date than its reversal'
    when 'again' then 'was reversed already'
  end as reason
from told
