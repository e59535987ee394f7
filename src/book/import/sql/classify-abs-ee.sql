-- Says of every record of a batch whether it is taken, a duplicate or rejected.
--  * The same loan and month twice in one file, in this batch or an earlier one: with the same content the later one is a duplicate
--    (issuers do file records twice), with other content it is rejected, because the file does not say which one holds.
--  * A record with the content of any earlier row of that loan and month is a duplicate, so that a file loaded again after an
--    amendment does not undo the amendment (is_superseded marks it). In a file that is itself said to be an amendment only the content
--    that holds now is a duplicate: it may restore what an earlier amendment changed.
--  * Ids are derived from the lender's numbers; a record whose id already belongs to another number is rejected.
-- What else a record says stays in `incoming`, under the same seq. The book is looked up record by record (`limit 1` says so to the
-- planner): joining it would read the whole book for every batch.
-- $1 portfolio, $2 lender, $3 true for an amendment
create temporary table record on commit drop as
with staged as (
  select seq, line, problems, customer_id, loan_id, loan_number, period_ends_on, content_sha256, end_balance_minor,
    first_value(seq) over same_month as first_seq,
    first_value(line) over same_month as first_line,
    first_value(content_sha256) over same_month as first_content,
    first_value(loan_number) over (partition by customer_id order by seq) as first_number
  from incoming
  window same_month as (partition by customer_id, loan_id, period_ends_on order by seq)
), judged as (
  select s.*,
    loan.loan_number is not null as is_in_book,
    earlier.line is not null or s.seq <> s.first_seq as is_repeat,
    s.content_sha256 = coalesce(earlier.content_sha256, s.first_content) as is_same,
    coalesce(earlier.line, s.first_line) as known_line,
    known.is_latest is not null and (known.is_latest or not $3) as is_known,
    not known.is_latest as is_superseded,
    s.first_number <> s.loan_number
      or (customer.customer_number, customer.lender) <> (s.loan_number, $2)
      or (loan.loan_number, loan.portfolio_id) <> (s.loan_number, $1) as is_taken_id
  from staged s
  left join lateral (
    select c.customer_number, c.lender from book.customer c where c.customer_id = s.customer_id limit 1
  ) customer on true
  left join lateral (
    select l.loan_number, l.portfolio_id from book.loan l where l.customer_id = s.customer_id and l.loan_id = s.loan_id limit 1
  ) loan on true
  left join lateral (
    select not exists (select from book.loan_month n
        where n.customer_id = m.customer_id and n.loan_id = m.loan_id and n.period_ends_on = m.period_ends_on
          and n.import_run_id > m.import_run_id) as is_latest
    from book.loan_month m
    where loan.loan_number is not null
      and m.customer_id = s.customer_id and m.loan_id = s.loan_id and m.period_ends_on = s.period_ends_on
      and m.content_sha256 = s.content_sha256
    order by m.import_run_id desc
    limit 1
  ) known on true
  left join lateral (
    -- the first record of the loan and month in the batches before this one
    select v.line, v.content_sha256 from verdict v
    where loan.loan_number is not null
      and v.customer_id = s.customer_id and v.loan_id = s.loan_id and v.period_ends_on = s.period_ends_on
    order by v.seq
    limit 1
  ) earlier on true
)
select seq, line,
  case
    when problems is not null or is_taken_id then 'rejected'
    when is_repeat and is_same then 'duplicate'
    when is_repeat then 'rejected'
    when is_known then 'duplicate'
    else 'taken'
  end as outcome,
  case
    when problems is not null then problems
    when is_taken_id then jsonb_build_array(jsonb_build_object('line', line, 'field', 'assetNumber', 'value', loan_number,
      'reason', 'has the same derived id as another number in the book; load it into another portfolio'))
    when is_repeat and not is_same then jsonb_build_array(jsonb_build_object('line', line,
      'field', 'assetNumber', 'value', loan_number, 'reason',
      'is in this file already for the same month with other content, on line ' || known_line))
  end as problems,
  customer_id, loan_id, loan_number, period_ends_on, content_sha256, end_balance_minor, is_in_book,
  coalesce(is_known and is_superseded, false) as is_superseded
from judged
