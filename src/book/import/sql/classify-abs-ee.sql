-- Says of every record of a batch whether it is taken, a duplicate or rejected.
--  * The same loan and month twice in one file, in this batch or an earlier one: with the same content the later one is a duplicate
--    (issuers do file records twice), with other content it is rejected, because the file does not say which one holds.
--  * A record with the content of any earlier row of that loan and month is a duplicate, so that a file loaded again after an
--    amendment does not undo the amendment.
--  * Ids are derived from the lender's numbers; a record whose id already belongs to another number is rejected.
-- The wide columns stay behind: only two statements read them.
-- $1 portfolio, $2 lender
create temporary table record on commit drop as
with staged as (
  select seq, line, customer_id, loan_id, loan_number, period_ends_on, content_sha256,
    first_value(seq) over same_month as first_seq,
    first_value(line) over same_month as first_line,
    first_value(content_sha256) over same_month as first_content,
    first_value(loan_number) over (partition by customer_id order by seq) as first_number
  from incoming
  where problems is null
  window same_month as (partition by customer_id, loan_id, period_ends_on order by seq)
), earlier as (
  -- the first record of each loan and month in the batches before this one
  select distinct on (v.customer_id, v.loan_id, v.period_ends_on) v.customer_id, v.loan_id, v.period_ends_on, v.line, v.content_sha256
  from verdict v
  join staged s using (customer_id, loan_id, period_ends_on)
  order by v.customer_id, v.loan_id, v.period_ends_on, v.seq
), judged as (
  select s.seq, e.line is not null or s.seq <> s.first_seq as is_repeat,
    s.content_sha256 = coalesce(e.content_sha256, s.first_content) as is_same,
    coalesce(e.line, s.first_line) as first_line,
    exists (select from book.loan_month m
      where m.customer_id = s.customer_id and m.loan_id = s.loan_id and m.period_ends_on = s.period_ends_on
        and m.content_sha256 = s.content_sha256) as is_known,
    s.first_number <> s.loan_number
      or exists (select from book.customer c
        where c.customer_id = s.customer_id and (c.customer_number <> s.loan_number or c.lender <> $2))
      or exists (select from book.loan l
        where l.customer_id = s.customer_id and l.loan_id = s.loan_id and (l.loan_number <> s.loan_number or l.portfolio_id <> $1))
      as is_taken_id
  from staged s
  left join earlier e on e.customer_id = s.customer_id and e.loan_id = s.loan_id and e.period_ends_on = s.period_ends_on
)
select i.seq, i.line,
  case
    when j.seq is null or is_taken_id then 'rejected'
    when is_repeat and is_same then 'duplicate'
    when is_repeat then 'rejected'
    when is_known then 'duplicate'
    else 'taken'
  end as outcome,
  case
    when j.seq is null then i.problems
    when is_taken_id then jsonb_build_array(jsonb_build_object('line', i.line, 'field', 'assetNumber', 'value', i.loan_number,
      'reason', 'has the same derived id as another number in the book; load it into another portfolio'))
    when is_repeat and not is_same then jsonb_build_array(jsonb_build_object('line', i.line,
      'field', 'assetNumber', 'value', i.loan_number, 'reason',
      'is in this file already for the same month with other content, on line ' || first_line))
  end as problems,
  i.customer_id, i.loan_id, i.vehicle_id, i.loan_number, i.period_ends_on, i.opened_on, i.first_due_on, i.matures_on, i.term_months,
  i.principal_minor, i.annual_rate, i.payment_minor, i.credit_score, i.credit_score_kind, i.payment_to_income, i.has_co_borrower,
  i.make, i.model, i.model_year, i.is_new, i.value_minor, i.value_on, i.value_source, i.days_past_due, i.end_balance_minor,
  i.scheduled_minor, i.paid_minor, i.charged_off_minor, i.recovered_minor, i.is_repossessed, i.loan_status, i.next_payment_minor,
  i.loan_attributes, i.content_sha256, i.description_sha256
from incoming i
left join judged j on j.seq = i.seq
