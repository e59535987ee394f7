-- One customer, one case, one voice: of all answers of a customer that ask for work, the most urgent leads; then the longest past due, then
-- the most money.
  select distinct on (customer_id) *
  from answer
  where queue is not null
  order by customer_id, priority desc, days_past_due desc, arrears_minor desc, loan_id
