// US loans and what the shipped strategy says to each. The ordinary loan: a car loan of 14 months with 18,000 outstanding, a score of
// 640 and a vehicle worth a little more than the debt.

import { type Facts, readStories } from './story.ts'

const USUAL: Facts = {
  jurisdiction: 'US',
  product: 'level_payment',
  loan_status: 'open',
  days_to_due: 15,
  arrears: 900,
  balance: 18000,
  payment: 450,
  arrears_share_percent: 4,
  months_on_book: 14,
  days_to_maturity: 1300,
  credit_score: 640,
  loan_to_value_percent: 95,
  broken_promises_6_months: 0,
  customer_loans: 1,
}

export const STORIES_US = readStories(
  `
# not overdue
paid off                                      | status=paid_off          | closed (out)  | pass            | none   | none - 0                       | -
current, due in twelve days                   | due=12                   | current (out) | pass            | none   | none - 0                       | -
cured, and we still hold the car              | due=12 taken             | current       | substandard     | none   | vehicle_return recovery 92     | call 2 2
due in five days, clean record                | due=5                    | due_soon      | pass            | none   | none - 0                       | -
due in four days, broke a promise before      | due=4 broken=1           | due_soon      | pass            | none   | due_reminder automation 22     | email 1 5
second instalment of a new loan               | due=2 mob=2              | due_soon      | pass            | none   | due_reminder automation 14     | email 1 5
low score, once 30 days late, due in three    | due=3 score=560 times=2 t30=1 | due_soon | pass            | none   | due_call early_calls 26        | call 2 1
vulnerable, due in three days                 | due=3 vulnerable         | due_soon      | pass            | none   | due_reminder automation 12     | sms 1 7
another loan is 30 days late                  | due=2 cdpd=30            | due_soon      | pass            | none   | combined_case - 0              | -
# days 1 to 9
a very good score, one day late               | dpd=1 score=760          | m1_early      | pass            | none   | wait - 0                       | -
five days late                                | dpd=5                    | m1_early      | pass            | none   | message_reminder automation 22 | email 2 3
twenty dollars short                          | dpd=9 arrears=20         | m1_early      | pass            | none   | wait - 0                       | -
first instalment six days late                | dpd=6 first              | m1_early      | pass            | none   | call_soft early_calls 55       | call 2 1
two broken promises, eight days               | dpd=8 broken=2           | m1_early      | pass            | none   | call_firm early_calls 50       | call 3 1
low score, late by habit                      | dpd=8 score=560 times=3  | m1_early      | pass            | none   | call_soft early_calls 40       | call 2 1
a promise is due tomorrow                     | dpd=9 promise            | m1_early      | pass            | none   | promise_wait - 0               | -
# days 10 to 29
ten days late                                 | dpd=10                   | m1            | pass            | none   | call_soft early_calls 43       | call 3 2
good score, first time, twelve days           | dpd=12 score=700         | m1            | pass            | none   | message_reminder automation 26 | sms 2 3
good score, first time, still unpaid          | dpd=22 score=700         | m1            | pass            | none   | call_soft early_calls 36       | call 3 2
twenty-three days late                        | dpd=23                   | m1            | pass            | none   | call_soft early_calls 46       | call 3 2
twenty-eight days late                        | dpd=28                   | m1            | pass            | none   | call_firm early_calls 51       | call 4 1
first instalment twelve days late             | dpd=12 first             | m1            | special_mention | none   | call_firm early_calls 68       | call 4 1
first instalment twenty days late             | dpd=20 first             | m1            | special_mention | none   | fraud_review fraud 72          | -
one broken promise, two weeks                 | dpd=14 broken=1          | m1            | pass            | none   | promise_follow_up promises 60  | call 3 1
low score, twenty days                        | dpd=20 score=550         | m1            | pass            | none   | call_firm early_calls 58       | call 4 1
two loans, three thousand overdue together    | dpd=14 loans=2 carrears=3000 | m1        | pass            | none   | call_firm early_calls 64       | call 4 1
a loan from a tape, amount overdue unknown    | dpd=15 product=tape arrears=0 | m1       | pass            | none   | call_soft early_calls 43       | call 3 2
hold-out, twenty-five days                    | dpd=25 holdout           | m1            | pass            | none   | statutory_only - 0             | -
a dispute is open                             | dpd=15 disputed          | m1            | pass            | none   | dispute_review disputes 55     | -
on active duty, twenty days                   | dpd=20 military          | m1            | pass            | none   | care_call special_care 45      | call 1 5
represented by an attorney                    | dpd=29 attorney          | m1            | pass            | none   | attorney_channel special_care 40 | letter 1 7
# days 30 to 59
thirty days, covered, a year of payments      | dpd=30                   | m2            | special_mention | none   | plan_offer late_calls 59       | call 3 2
thirty days, not covered                      | dpd=30 ltv=120           | m2            | special_mention | none   | call_firm late_calls 56        | call 5 1
fifty days, not covered                       | dpd=50 ltv=120           | m2            | special_mention | none   | reminder_letter letters 61     | letter 1 14
a good customer past thirty for the first time | dpd=35 score=720 ltv=120 | m2           | special_mention | none   | plan_offer late_calls 60       | call 3 2
low score, fifty days                         | dpd=50 score=550         | m2            | special_mention | none   | cure_notice letters 69         | letter 1 21
seriously late before                         | dpd=40 t60=2             | m2            | special_mention | notice | cure_notice letters 70         | letter 1 21
first payment default, thirty-five days       | dpd=35 first             | m2            | special_mention | none   | fraud_review fraud 82          | -
no value of the vehicle on file               | dpd=40 ltv=null          | m2            | special_mention | none   | call_firm late_calls 58        | call 5 1
hardship, forty days                          | dpd=40 hardship          | m2            | special_mention | none   | plan_offer special_care 66     | call 2 3
vulnerable, forty-five days                   | dpd=45 vulnerable        | m2            | special_mention | none   | care_call special_care 52      | call 1 5
one broken promise, forty days                | dpd=40 broken=1          | m2            | special_mention | none   | promise_follow_up promises 66  | call 3 1
bankrupt, not covered, forty days             | dpd=40 bankrupt ltv=120  | m2            | doubtful        | none   | bankruptcy_hold legal 65       | -
asked us to stop, forty days                  | dpd=40 ceased            | m2            | special_mention | none   | no_contact - 0                 | -
# days 60 to 89
sixty days                                    | dpd=60                   | m3            | special_mention | notice | cure_notice letters 75         | letter 1 21
a good customer past sixty for the first time | dpd=75 score=700         | m3            | special_mention | notice | plan_offer late_calls 70       | call 3 2
negative equity and a low score               | dpd=75 score=550 ltv=140 | m3            | special_mention | notice | repossession_review recovery 82 | call 2 3
past sixty for the second time                | dpd=80 t60=2             | m3            | substandard     | notice | cure_notice letters 75         | letter 1 21
a fifth of the principal is overdue           | dpd=70 share=22          | m3            | special_mention | due    | repossession_review recovery 83 | call 2 3
asked us to stop, seventy days                | dpd=70 ceased            | m3            | special_mention | notice | remedy_notice legal 62         | letter 1 30
on active duty, sixty-five days               | dpd=65 military          | m3            | special_mention | none   | military_review special_care 70 | -
the car was taken at eighty-five days         | dpd=85 taken             | m3            | substandard     | due    | redemption_offer recovery 86   | letter 1 10
the car of a soldier was taken                | dpd=85 taken military    | m3            | substandard     | none   | military_review special_care 90 | -
vulnerable, eighty days                       | dpd=80 vulnerable        | m3            | special_mention | notice | hardship_review special_care 72 | call 1 5
bankrupt, not covered, seventy days           | dpd=70 bankrupt ltv=120  | m3            | loss            | none   | bankruptcy_hold legal 65       | -
# days 90 to 119
ninety days, covered                          | dpd=90                   | m4            | substandard     | due    | repossession_review recovery 89 | call 2 3
ninety-five days, two thirds covered at most  | dpd=95 ltv=160           | m4            | doubtful        | due    | repossession_review recovery 85 | call 2 3
the car does not pay its repossession         | dpd=95 ltv=190           | m4            | doubtful        | due    | charge_off_review late_calls 74 | -
nothing was ever paid                         | dpd=100 first            | m4            | doubtful        | due    | repossession_review recovery 91 | call 2 3
a good customer, a last plan                  | dpd=100 score=700        | m4            | substandard     | due    | plan_offer late_calls 78       | call 3 2
bankrupt and covered                          | dpd=100 bankrupt         | m4            | substandard     | none   | bankruptcy_hold legal 65       | -
eight hundred left                            | dpd=100 balance=800      | m4            | substandard     | due    | settlement_offer late_calls 62 | call 2 3
a dispute at 110 days                         | dpd=110 disputed         | m4            | substandard     | none   | dispute_review disputes 75     | -
fraud suspected at 100 days                   | dpd=100 fraud            | m4            | loss            | due    | fraud_review fraud 85          | -
# day 120 and later
120 days, covered                             | dpd=120                  | m5_plus       | loss            | due    | repossession_review recovery 92 | call 2 3
taken and covered: written down               | dpd=130 taken            | m5_plus       | substandard     | due    | disposal_review recovery 88    | -
150 days, still worth looking for             | dpd=150 ltv=140          | m5_plus       | loss            | due    | repossession_review recovery 90 | call 2 3
200 days, hardly covered                      | dpd=200 ltv=160          | m5_plus       | loss            | due    | charge_off_review late_calls 76 | -
200 days, a large uncovered balance           | dpd=200 ltv=160 balance=26000 | m5_plus  | loss            | due    | legal_preparation legal 82     | letter 1 30
more than a year                              | dpd=400 ltv=170          | m5_plus       | loss            | due    | placement_review agency 58     | letter 1 30
the term is over                              | dpd=150 matures=0        | m5_plus       | loss            | none   | legal_preparation legal 79     | letter 1 30
the borrower has died                         | dpd=140 deceased         | m5_plus       | loss            | none   | estate_review special_care 60  | -
hold-out, 130 days                            | dpd=130 holdout          | m5_plus       | loss            | due    | statutory_only letters 20      | letter 1 30
# charged off
charged off, the car was taken                | status=charged_off dpd=200 taken        | charged_off | loss | due | deficiency_review recovery 56 | letter 1 30
charged off, three hundred left               | status=charged_off dpd=200 balance=300  | charged_off | loss | due | none - 0                      | -
charged off, twenty thousand, not covered     | status=charged_off dpd=200 balance=20000 score=600 ltv=130 | charged_off | loss | due | legal_action legal 61 | -
charged off, two thousand                     | status=charged_off dpd=200 balance=2000 score=600 ltv=150 | charged_off | loss | due | settlement_offer agency 38 | call 2 3
charged off on a tape, balance set to zero    | status=charged_off dpd=150 balance=0 arrears=1200 ltv=null | charged_off | loss | due | placement_review agency 42 | letter 1 30
`,
  USUAL,
)
