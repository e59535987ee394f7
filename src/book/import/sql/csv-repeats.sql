-- Rows whose key stands earlier in the same file, on a row that nothing is wrong with. With the same content the later row is a
-- duplicate; with other content it is refused, because the file does not say which one holds.
create temporary table repeated on commit drop as
with placed as (
  select i.seq, i.content_sha256,
    first_value(i.seq) over same_key as first_seq,
    first_value(i.line) over same_key as first_line,
    first_value(i.content_sha256) over same_key as first_content
  from incoming i
  join judged using (seq)
  where judged.reason is null
  window same_key as (partition by i.row_key order by i.seq)
)
select seq, first_line, content_sha256 = first_content as is_same
from placed
where seq <> first_seq
