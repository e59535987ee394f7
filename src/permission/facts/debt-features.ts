// The debt and the person it is collected from, as the rules look at them.

import { type Feature, flag, type More, number, text } from '../rulebook/feature.ts'

const ZONES = 'party.timeZones'
const OF_PARTY: More = { needs: ['party.flags'], changes: 'day' }
const OF_DEBTOR: More = { needs: ['debtor.flags'], changes: 'day' }
const OF_LOAN: More = { needs: ['loan.flags'], changes: 'day' }

export const DEBT_FEATURES: readonly Feature[] = [
  // the debt
  text('product', '产品', 'kind of the contract', {
    needs: ['loan.product'],
    allowed: [
      'retail_instalment',
      'direct_auto_loan',
      'hire_purchase',
      'conditional_sale',
      'finance_lease',
      'microfinance',
      'other',
    ],
  }),
  flag('is_consumer', '消费债务', 'a debt of a natural person for personal, family or household use', {
    needs: ['loan.consumer'],
  }),
  text('lender_type', '贷款人类型', 'kind of the lender', {
    needs: ['loan.lenderType'],
    allowed: [
      'commercial_bank',
      'auto_finance_company',
      'nbfc',
      'leasing_company',
      'small_loan_company',
      'dealer',
      'other',
    ],
  }),
  number('days_past_due', '逾期天数', 'days past due', { needs: ['loan.daysPastDue'] }),
  text('payment_frequency', '还款频率', 'how often is paid', {
    needs: ['loan.paymentFrequency'],
    allowed: ['weekly', 'biweekly', 'monthly'],
  }),
  flag('in_collections', '已进入催收', 'collection procedures have begun', { needs: ['loan.inCollections'] }),
  number('days_since_missed_due', '距漏付日天数', 'days since the oldest unpaid due date; 0 when none', {
    changes: 'day',
  }),
  number('days_in_default', '违约天数', 'days since default', { needs: ['loan.inDefaultSince'], changes: 'day' }),
  text('plan', '还款方案', 'a signed plan is performed or broken', {
    ...OF_LOAN,
    allowed: ['none', 'performing', 'broken'],
  }),
  text(
    'breathing_space',
    '喘息期',
    'breathing space that stands: standard, with an end of its own, in a mental health crisis',
    {
      ...OF_LOAN,
      allowed: ['none', 'standard', 'dated', 'mental_health_crisis'],
    },
  ),
  number('breathing_space_day', '喘息期第几天', 'its day, the first is 1; -1 when none', OF_LOAN),
  number('days_since_treatment', '治疗结束天数', 'days since the crisis treatment ended; -1 while it goes on', OF_LOAN),
  flag('is_disputed', '有争议', 'disputed or queried in any form', OF_LOAN),
  flag('is_disputed_in_writing', '书面争议', 'disputed in writing', OF_LOAN),
  flag('is_verified', '已核实', 'verification was sent since the dispute', { needs: ['notices'], changes: 'elapsed' }),
  number(
    'days_from_validation_to_dispute',
    '确认期内第几天',
    'days from assumed receipt of the validation information to the written dispute; 0 without one',
    {
      needs: ['notices'],
      changes: 'elapsed',
    },
  ),
  flag('is_discharged', '债务已免除', 'discharged in bankruptcy', OF_LOAN),
  flag('is_fraud_claimed', '称非本人债务', 'the person says the debt is not theirs, or fraud is claimed', OF_LOAN),
  flag('is_paid', '已还清', 'what was due is paid', OF_LOAN),
  flag('is_payment_pending', '付款在途', 'a payment is under way', OF_LOAN),
  flag('has_promised', '已承诺还款', 'a promise to pay is running', OF_LOAN),
  flag('is_in_litigation', '诉讼中', 'the debt is in court', OF_LOAN),
  flag('has_open_complaint', '投诉处理中', 'a complaint is open, with us or with a regulator', OF_LOAN),
  flag('is_in_validation_period', '确认期内', 'the validation period runs', OF_LOAN),
  flag('is_time_barred', '已过时效', 'the limitation period is over', OF_LOAN),
  // the person
  text('party_role', '对象', 'who is contacted', {
    needs: ['party.role'],
    allowed: [
      'borrower',
      'co_borrower',
      'guarantor',
      'spouse',
      'guardian',
      'executor',
      'heir',
      'attorney',
      'employer',
      'named_contact',
      'relative',
      'third_party',
    ],
  }),
  text('state', '州', 'place of the person to the state or part of the kingdom', { needs: ['party.jurisdiction'] }),
  flag('is_deceased', '已故', 'has died', OF_PARTY),
  flag('lacks_capacity', '无行为能力', 'may lack capacity', OF_PARTY),
  flag('has_stay', '破产中止', 'an automatic stay protects the person or the debt', OF_PARTY),
  flag('has_codebtor_stay', '共同债务人中止', 'a co-debtor stay is recorded', OF_PARTY),
  flag('has_ceased', '书面要求停止', 'asked in writing to stop, or refused in writing to pay', OF_PARTY),
  flag('has_refused_medium', '拒绝该渠道', 'refused this channel', OF_PARTY),
  flag('has_refused_as_contact', '联系人拒绝', 'a contact person asked not to be contacted', OF_PARTY),
  flag('has_occasion', '不宜打扰', 'bereavement, calamity, family event, serious illness or hospital', OF_PARTY),
  flag('is_minor', '未成年', 'is under age', OF_PARTY),
  flag('is_vulnerable', '弱势', 'needs support', OF_PARTY),
  flag('has_safety_risk', '人身风险', 'visits are dangerous', OF_PARTY),
  flag('is_in_disaster_area', '灾区', 'lives in a disaster area', OF_PARTY),
  flag('is_avoided_time', '要求回避时段', 'a time that the person asked to avoid', {
    needs: ['party.flags', ZONES],
    changes: 'clock',
  }),
  text('debt_adviser_plan', '债务顾问方案', 'an adviser develops a plan: open, or with an end of its own', {
    ...OF_PARTY,
    allowed: ['none', 'open', 'dated'],
  }),
  number('debt_adviser_day', '顾问方案第几天', 'its day, the first is 1; -1 when none', OF_PARTY),
  text('attorney', '律师代理', 'represented for this debt, by an attorney who can or cannot be found', {
    needs: ['party.flags', 'party.flags.attorneyContactKnown'],
    changes: 'day',
    allowed: ['none', 'known', 'not_known'],
  }),
  number(
    'attorney_silent_days',
    '律师未回复天数',
    'days since the attorney was asked without an answer; -1 when not',
    OF_PARTY,
  ),
  text('guarantee_kind', '保证方式', 'of a guarantor; none for others', {
    needs: ['party.guarantee.kind'],
    allowed: ['joint', 'general', 'none'],
  }),
  flag('guarantee_in_term', '保证期内', 'the guarantee has not ended', {
    needs: ['party.guarantee.until'],
    changes: 'day',
  }),
  flag('guarantee_covers', '保证范围内', 'the guarantee covers the claim', { needs: ['party.guarantee.coversClaim'] }),
  flag('family_use_evidence', '家庭共同用途', 'evidence that the loan served the family of a spouse', {
    needs: ['party.familyUseEvidence'],
  }),
  flag('accepted_inheritance', '已接受继承', 'an heir accepted the inheritance', {
    needs: ['party.acceptedInheritance'],
  }),
  flag('debtor_is_deceased', '债务人已故', 'the debtor has died', OF_DEBTOR),
  flag('debtor_lacks_capacity', '债务人无行为能力', 'the debtor may lack capacity', OF_DEBTOR),
  flag('debtor_has_attorney', '债务人有律师', 'the debtor is represented', OF_DEBTOR),
  flag('debtor_in_chapter_13', '债务人第13章', 'the debtor is in a chapter 13 case', OF_DEBTOR),
  text('debtor_lost_contact', '债务人失联', 'the debtor cannot be reached, by which test', {
    ...OF_DEBTOR,
    allowed: ['no', 'phone_invalid', 'three_days', 'three_dials', 'three_dials_today', 'other'],
  }),
]
