-- A loan belongs to a known customer and, when it names one, to a known vehicle of that customer. It never moves to another customer.
-- A field that the row leaves empty says nothing against what is known.
-- $1 portfolio, $2 lender, $3 whether unknown customers may be added
create temporary table judged on commit drop as
with given as (select $1::integer as portfolio_id, $2::text as lender, $3::boolean as may_create), found as (
  select i.*, g.*, i.first_due_on < i.opened_on as is_due_too_early, c.customer_number as known_customer, c.lender as known_lender, v.vehicle_id as known_vehicle, l.loan_id as known_loan,
    l.portfolio_id as known_portfolio, l.loan_number as known_number,
    (select min(o.customer_id) from book.loan o
      where o.loan_number = i.loan_number and o.portfolio_id = g.portfolio_id and o.customer_id <> i.customer_id) as other_customer,
    l.loan_id is not null
      and coalesce(i.part_id, l.vehicle_id) is not distinct from l.vehicle_id
      and coalesce(i.product, l.product) = l.product
      and coalesce(i.status, l.status) = l.status
      and coalesce(i.status = 'paid_off', l.is_told_paid_off) = l.is_told_paid_off
      and coalesce(i.is_repossessed, l.is_repossessed) = l.is_repossessed
      and coalesce(i.opened_on, l.opened_on) is not distinct from l.opened_on
      and coalesce(i.first_due_on, l.first_due_on) is not distinct from l.first_due_on
      and coalesce(i.matures_on, l.matures_on) is not distinct from l.matures_on
      and coalesce(i.term_months, l.term_months) is not distinct from l.term_months
      and coalesce(i.principal_minor, l.principal_minor) is not distinct from l.principal_minor
      and coalesce(round(i.annual_rate, 6), l.annual_rate) is not distinct from l.annual_rate
      and coalesce(i.payment_minor, l.payment_minor) is not distinct from l.payment_minor
      and coalesce(i.credit_score, l.credit_score) is not distinct from l.credit_score
      and coalesce(i.credit_score_kind, l.credit_score_kind) is not distinct from l.credit_score_kind
      and coalesce(round(i.payment_to_income, 6), l.payment_to_income) is not distinct from l.payment_to_income
      and coalesce(i.attributes, '{}') <@ coalesce(l.attributes, '{}') as is_same
  from incoming i
  cross join given g
  left join book.customer c on c.customer_id = i.customer_id
  left join book.vehicle v on v.customer_id = i.customer_id and v.vehicle_id = i.part_id
  left join book.loan l on l.customer_id = i.customer_id and l.loan_id = i.loan_id
  where i.problems is null
)
select seq, customer_id, is_same,
  case when known_customer is null and not may_create or known_customer <> customer_number then 'customer_number'
    when part_id is not null and known_vehicle is null then 'vehicle_number'
    when is_due_too_early then 'first_due_on' else 'loan_number' end as field,
  case when known_customer is null and not may_create or known_customer <> customer_number then customer_number
    when part_id is not null and known_vehicle is null then vehicle_number
    when is_due_too_early then first_due_on::text else loan_number end as value,
  case
    when known_customer is null and not may_create then 'is no customer of the lender; load customers first'
    when known_customer <> customer_number or known_lender <> lender then 'has the same derived id as another customer of the book'
    when part_id is not null and known_vehicle is null then 'is no vehicle of this customer; load vehicles first'
    when is_due_too_early then 'is before the day on which the loan was opened, ' || opened_on
    when other_customer is not null then 'is a loan of another customer already'
    when known_portfolio <> portfolio_id or known_number <> loan_number then 'has the same derived id as another loan of the book'
  end as reason
from found
