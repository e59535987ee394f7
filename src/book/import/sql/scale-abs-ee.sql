-- Rates and payment-to-income are named percentages; most issuers write fractions (0.0725), one writes per cent (7.25). One value alone
-- cannot tell (0.9 may be either), the file can: a middle rate above 50 % a year, or a middle instalment above the whole income, is
-- written in per cent. One row: what to multiply by.
select
  case when percentile_cont(0.5) within group (order by annual_rate) filter (where annual_rate > 0) > 0.5 then 0.01 else 1 end as rate,
  case when percentile_cont(0.5) within group (order by payment_to_income) filter (where payment_to_income > 0) > 1 then 0.01 else 1 end
    as payment_to_income
from incoming
