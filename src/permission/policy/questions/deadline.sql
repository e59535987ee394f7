-- What rules about periods look at (deadline.ts).
feature as (
  select given.place, document, at, jurisdiction, null::text as lender_jurisdiction, true as house_rules, today, state,
    facts ->> 'deadline' as deadline, assumed_receipt_on
  from given
  cross join lateral (
    select day::date as assumed_receipt_on
    from generate_series((facts ->> 'mailedOn')::date + 1, (facts ->> 'mailedOn')::date + 400, interval '1 day') as day
    where extract(isodow from day) < 6 and not facts -> 'holidays' ? to_char(day, 'YYYY-MM-DD')
    order by day offset 4 limit 1
  ) receipt
)
