-- Personal values of the rows taken, sealed in the program before they come here: 'value' is a name or an endpoint, 'other' an identity number.
create temporary table sealed (
  seq integer not null,
  value_sealed bytea,
  value_hint text,
  other_sealed bytea,
  other_hint text
) on commit drop
