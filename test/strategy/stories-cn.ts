// Chinese loans and what the shipped strategy says to each. The ordinary loan: a car loan of 14 months with 80,000 outstanding, a
// score of 640 and a vehicle worth a little more than the debt.

import { type Facts, readStories } from './story.ts'

const USUAL: Facts = {
  jurisdiction: 'CN',
  product: 'level_payment',
  loan_status: 'open',
  days_to_due: 15,
  arrears: 3000,
  balance: 80000,
  payment: 3000,
  arrears_share_percent: 2.5,
  months_on_book: 14,
  days_to_maturity: 660,
  credit_score: 640,
  loan_to_value_percent: 85,
  broken_promises_6_months: 0,
  customer_loans: 1,
}

export const STORIES_CN = readStories(
  `
# not overdue
已结清的贷款                     | status=paid_off          | closed (out)  | pass            | none | none - 0                       | -
正常还款,离还款日还早           | due=12                   | current (out) | pass            | none | none - 0                       | -
最后一期已还,没有后续期供       | due=null                 | current (out) | pass            | none | none - 0                       | -
逾期已还清,车还在我方           | due=12 taken             | current       | substandard     | none | vehicle_return recovery 92     | call 2 2
三天后到期,记录良好             | due=3                    | due_soon      | pass            | none | none - 0                       | -
两天后到期,曾失约               | due=2 broken=1           | due_soon      | pass            | none | due_reminder automation 22     | sms 1 3
明天到期,一年迟过四次           | due=1 times=4            | due_soon      | pass            | none | due_reminder automation 20     | sms 1 3
第一次还款的新客户               | due=3 mob=1              | due_soon      | pass            | none | due_reminder automation 14     | sms 1 3
低评分,曾逾期30天,后天到期      | due=2 score=560 times=2 t30=1 | due_soon | pass            | none | due_call early_calls 26        | call 2 1
先息后本的尾款三天后到期         | due=3 product=interest_first_balloon matures=3 | due_soon | pass | none | balloon_call early_calls 48 | call 2 1
困难客户,后天到期               | due=2 hardship           | due_soon      | special_mention | none | due_reminder automation 15     | sms 1 3
另一笔已逾期45天,本笔后天到期   | due=2 cdpd=45            | due_soon      | pass            | none | combined_case - 0              | -
有争议,后天到期                 | due=2 disputed           | due_soon      | pass            | none | wait - 0                       | -
# days 1 to 3
好客户第一次迟一天               | dpd=1 score=700          | m1_early      | special_mention | none | wait - 0                       | -
普通客户迟两天                   | dpd=2                    | m1_early      | special_mention | none | message_reminder automation 22 | sms 2 1
只差六十元零头                   | dpd=3 arrears=60         | m1_early      | special_mention | none | wait - 0                       | -
低评分客户首期就没还             | dpd=3 first score=560    | m1_early      | special_mention | none | call_firm early_calls 60       | call 3 1
曾失约一次,又迟三天             | dpd=3 broken=1           | m1_early      | special_mention | none | promise_follow_up promises 45  | call 3 1
没有评分的客户迟三天             | dpd=3 score=null         | m1_early      | special_mention | none | message_reminder automation 22 | sms 2 1
弱势客户迟两天                   | dpd=2 vulnerable         | m1_early      | special_mention | none | wait - 0                       | -
# days 4 to 30
好客户第一次,第四天             | dpd=4 score=700          | m1            | special_mention | none | message_reminder automation 26 | sms 2 3
好客户第一次,第十二天仍未还     | dpd=12 score=700         | m1            | special_mention | none | call_soft early_calls 36       | call 3 2
普通客户第九天                   | dpd=9                    | m1            | special_mention | none | call_soft early_calls 43       | call 3 2
普通客户第二十五天               | dpd=25                   | m1            | special_mention | none | call_firm early_calls 51       | call 4 1
首期违约二十天                   | dpd=20 first             | m1            | special_mention | none | fraud_review fraud 72          | -
半年失约两次,第十八天           | dpd=18 broken=2          | m1            | special_mention | none | promise_follow_up promises 60  | call 3 1
低评分且车不抵债,第八天         | dpd=8 score=550 ltv=135  | m1            | special_mention | none | call_firm early_calls 62       | call 4 1
三笔贷款合计欠两万六             | dpd=15 loans=3 carrears=26000 | m1       | special_mention | none | call_firm early_calls 64       | call 4 1
有争议,第三十天                 | dpd=30 disputed          | m1            | special_mention | none | dispute_review disputes 55     | -
弱势客户第二十天                 | dpd=20 vulnerable        | m1            | special_mention | none | care_call special_care 52      | call 1 5
留出组第二十天                   | dpd=20 holdout           | m1            | special_mention | none | statutory_only - 0             | -
承诺后天还,第二十天             | dpd=20 promise           | m1            | special_mention | none | promise_wait - 0               | -
失约三次,第十天                 | dpd=10 broken=3          | m1            | special_mention | none | call_firm late_calls 66        | call 5 1
# days 31 to 60
第三十一天                       | dpd=31                   | m2            | special_mention | none | call_firm late_calls 56        | call 5 1
第五十天                         | dpd=50                   | m2            | special_mention | none | reminder_letter letters 61     | letter 1 14
好客户第一次超过三十天           | dpd=40 score=720         | m2            | special_mention | none | plan_offer late_calls 60       | call 3 2
车辆没有估值,第四十五天         | dpd=45 ltv=null          | m2            | special_mention | none | field_visit field 68           | visit 1 14
首期违约三十五天                 | dpd=35 first             | m2            | substandard     | none | fraud_review fraud 82          | -
低评分且车不抵债,第五十五天     | dpd=55 score=540 ltv=130 | m2            | special_mention | none | field_visit field 72           | visit 1 14
困难客户第五十八天               | dpd=58 hardship          | m2            | substandard     | none | plan_offer special_care 66     | call 2 3
有律师代理,第四十五天           | dpd=45 attorney          | m2            | special_mention | none | attorney_channel special_care 40 | letter 1 7
两年内第三次严重逾期,第四十天   | dpd=40 t60=2             | m2            | special_mention | notice | field_visit field 70         | visit 1 14
# days 61 to 90
第六十一天                       | dpd=61                   | m3            | special_mention | notice | demand_letter letters 73     | letter 1 15
车不抵债且低评分,第七十五天     | dpd=75 score=560 ltv=130 | m3            | special_mention | notice | repossession_review recovery 82 | call 2 3
好客户第一次超过六十天           | dpd=80 score=710         | m3            | special_mention | notice | plan_offer late_calls 68     | call 3 2
欠款已达本金五分之一             | dpd=70 share=24          | m3            | special_mention | due    | demand_letter letters 73     | letter 1 15
失约三次,第八十五天             | dpd=85 broken=3          | m3            | special_mention | notice | repossession_review recovery 84 | call 2 3
第八十八天,承诺还没到期         | dpd=88 promise           | m3            | special_mention | notice | promise_wait - 0             | -
要求停止联系,第七十天           | dpd=70 ceased            | m3            | special_mention | notice | remedy_notice legal 62       | letter 1 30
第九十天,还不是次级             | dpd=90                   | m3            | special_mention | notice | demand_letter letters 73     | letter 1 15
车已收回,第七十天               | dpd=70 taken             | m3            | substandard     | notice | redemption_offer recovery 86 | letter 1 10
# days 91 to 120
第九十一天,车辆足值             | dpd=91                   | m4            | substandard     | due    | repossession_review recovery 86 | call 2 3
车只值债务一半                   | dpd=95 ltv=190           | m4            | doubtful        | due    | legal_preparation legal 83   | letter 1 30
余额二十万,车不足值             | dpd=100 balance=200000 ltv=130 | m4      | substandard     | due    | legal_preparation legal 89   | letter 1 30
从未还过一期                     | dpd=100 first            | m4            | doubtful        | due    | legal_preparation legal 90   | letter 1 30
车已收回,第一百一十天           | dpd=110 taken            | m4            | substandard     | due    | disposal_review recovery 88  | -
先息后本第一百天                 | dpd=100 product=interest_first_balloon | m4 | substandard  | notice | demand_letter letters 79     | letter 1 15
合同已届满,第一百天             | dpd=100 matures=0        | m4            | substandard     | none   | demand_letter letters 77     | letter 1 15
现役军人第一百天                 | dpd=100 military         | m4            | substandard     | notice | military_review special_care 70 | -
破产程序中                       | dpd=100 bankrupt         | m4            | loss            | none   | bankruptcy_hold legal 65     | -
# day 121 and later
第一百二十一天,车辆足值         | dpd=121                  | m5_plus       | substandard     | due    | repossession_review recovery 91 | call 2 3
第二百天,车不足值               | dpd=200 ltv=160          | m5_plus       | substandard     | due    | legal_action legal 85        | -
第四百天,车不足值               | dpd=400 ltv=170          | m5_plus       | loss            | due    | placement_review agency 60   | letter 1 30
第三百天,只剩三千               | dpd=300 balance=3000     | m5_plus       | doubtful        | due    | settlement_offer late_calls 52 | call 2 3
两百元零头拖了五个月             | dpd=150 arrears=200      | m5_plus       | substandard     | none   | call_firm late_calls 44      | call 4 1
弱势客户第一百三十天             | dpd=130 vulnerable       | m5_plus       | substandard     | notice | hardship_review special_care 72 | call 1 5
留出组第一百三十天               | dpd=130 holdout          | m5_plus       | substandard     | due    | statutory_only letters 20    | letter 1 30
借款人已故                       | dpd=140 deceased         | m5_plus       | substandard     | none   | estate_review special_care 60 | -
涉嫌骗贷第九十五天               | dpd=95 fraud             | m4            | doubtful        | due    | fraud_review fraud 85        | -
法律保全中                       | dpd=150 hold             | m5_plus       | substandard     | due    | legal_hold legal 50          | -
# charged off
已核销,车已收回                 | status=charged_off dpd=400 taken          | charged_off | loss | due | deficiency_review recovery 56 | letter 1 30
已核销,余额一千五               | status=charged_off dpd=500 balance=1500   | charged_off | loss | due | none - 0                      | -
已核销,余额八千                 | status=charged_off dpd=500 balance=8000 score=600 ltv=150 | charged_off | loss | due | settlement_offer agency 38 | call 2 3
已核销,什么都不欠了             | status=charged_off dpd=0 balance=0 arrears=0 ltv=null | charged_off (out) | loss | due | placement_review agency 42 | letter 1 30
`,
  USUAL,
)
