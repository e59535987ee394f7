-- The overdue spells of each loan in `asked` among the dues up to its day as_of. A spell is a run of days at whose close something is
-- due and unpaid: it begins on a due date on which not all was paid, and ends on the first day at whose close nothing due is
-- unpaid. So money one day late makes a spell of one day, and who pays each instalment only when the next falls due never ends one.
-- Nothing here needs the passing of a day: a spell without an end, and the days 30, 60 and 90, are dated ahead as they will be if no
-- more money comes. Whoever reads a spell compares its dates with the business date.
select asked.customer_id, asked.loan_id, spell.started_on, spell.ended_on, mark.reached_30_on, mark.reached_60_on, mark.reached_90_on
from asked
cross join lateral (
  select on_day as started_on, lead(on_day) over (order by on_day, turn) as ended_on, is_behind
  from (
    select on_day, turn, behind_minor > 0 as is_behind, behind_minor - moved_minor > 0 as was_behind
    from (
      -- what fell due less what was paid, event by event, the dues of a day before its money; whatever the order of components, all
      -- that is paid goes to what is due as long as anything is
      select on_day, turn, moved_minor, book.total_minor(moved_minor) over (order by on_day, turn rows unbounded preceding) as behind_minor
      from (
        select due_on as on_day, 0 as turn, principal_minor + interest_minor + fee_minor as moved_minor
        from book.instalment
        where customer_id = asked.customer_id and loan_id = asked.loan_id and due_on <= asked.as_of
        union all
        select value_on, 1, - amount_minor
        from book.receipt
        where customer_id = asked.customer_id and loan_id = asked.loan_id and reverses_receipt_id is null
          and receipt_id not in (
            select reverses_receipt_id from book.receipt
            where customer_id = asked.customer_id and loan_id = asked.loan_id and reverses_receipt_id is not null
          )
      ) event
    ) level
  ) level
  where is_behind <> was_behind
) spell
cross join lateral (
  -- N days past due are reached on the first day N days after a due date at whose close something due on that date is still unpaid
  select min(due_on) filter (where due_on + 30 < coalesce(paid_on, 'infinity')) + 30 as reached_30_on,
    min(due_on) filter (where due_on + 60 < coalesce(paid_on, 'infinity')) + 60 as reached_60_on,
    min(due_on) filter (where due_on + 90 < coalesce(paid_on, 'infinity')) + 90 as reached_90_on
  from (
/*paid*/
  ) owed
) mark
-- what falls due and is paid on the same day is no spell
where spell.is_behind and (spell.ended_on is null or spell.ended_on > spell.started_on)
