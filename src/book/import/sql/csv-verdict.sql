-- Says of every staged row whether it is taken, a duplicate or rejected, from what its kind's csv-judge statement found.
create temporary table verdict on commit drop as
select i.seq, j.customer_id,
  case
    when i.problems is not null or j.reason is not null then 'rejected'
    when r.is_same then 'duplicate'
    when r.seq is not null then 'rejected'
    when j.is_same then 'duplicate'
    else 'taken'
  end as outcome,
  case
    when i.problems is not null then i.problems
    when j.reason is not null then jsonb_build_array(jsonb_build_object('line', i.line, 'field', j.field, 'value', j.value, 'reason', j.reason))
    when not r.is_same then jsonb_build_array(jsonb_build_object('line', i.line, 'field', 'row',
      'value', (
        -- of a personal value the key has the digest, which tells nobody anything
        select string_agg(case when part ~ '^[0-9a-f]{64}$' then '***' else part end, ', ' order by place)
        from jsonb_array_elements_text(i.row_key::jsonb) with ordinality as key (part, place)),
      'reason', 'is in this file already with other content, on line ' || r.first_line))
  end as problems
from incoming i
left join judged j on j.seq = i.seq
left join repeated r on r.seq = i.seq
