-- Refuses reversals that cannot stand beside an earlier row of this file: a receipt is reversed once, and a reversal not at all. Only a row
-- that stands (nothing is wrong with it, and it is the first of its number) speaks against another. A row that is refused gives way to
-- the next of its number, so this is run until it refuses nothing.
update judged
set field = 'reverses_receipt_number', value = refused.reverses_receipt_number, reason = refused.reason
from (
  with sound as (
    select i.seq, i.row_key, i.loan_id, i.part_id, i.other_id, i.reverses_receipt_number
    from incoming i
    join judged using (seq)
    -- receipts that have nothing to do with reversals need no second look
    where reason is null and row_key in (select row_key from incoming where other_id is not null)
  ), standing as (
    select distinct on (row_key) *
    from sound
    order by row_key, seq
  )
  select s.seq, s.reverses_receipt_number, 'was reversed already' as reason
  from sound s
  join standing e on e.loan_id = s.loan_id and e.other_id = s.other_id and e.part_id <> s.part_id and e.seq < s.seq
  union
  select s.seq, s.reverses_receipt_number, 'is itself a reversal'
  from sound s
  join standing e on e.loan_id = s.loan_id and e.part_id = s.other_id and e.other_id is not null
) refused
where judged.seq = refused.seq
