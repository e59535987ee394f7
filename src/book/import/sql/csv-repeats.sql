-- Rows whose key stands earlier in the same file. With the same content the later row is a duplicate; with other content it is refused,
-- because the file does not say which one holds.
create temporary table repeated on commit drop as
with placed as (
  select seq, content_sha256,
    first_value(seq) over same_key as first_seq,
    first_value(line) over same_key as first_line,
    first_value(content_sha256) over same_key as first_content
  from incoming
  where problems is null
  window same_key as (partition by row_key order by seq)
)
select seq, first_line, content_sha256 = first_content as is_same
from placed
where seq <> first_seq
