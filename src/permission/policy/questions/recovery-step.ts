// May this step be taken against the vehicle or the agreement?

import { join } from 'node:path'
import { z } from 'zod'
import { Day, Flag, Jurisdiction } from '../../facts/shapes.ts'
import { decimal, flag, number, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

/** Decimal text, so that no cent is lost. */
const Amount = z.string().regex(/^\d+\.\d{2}$/, 'an amount with two decimals')

export const RECOVERY_STEP = policyQuestion(
  'recovery_step',
  join(import.meta.dirname, 'recovery-step.sql'),
  z.strictObject({
    step: z.enum([
      'self_help_seizure',
      'terminate',
      'terminate_and_retake',
      'file_termination_and_return',
      'repossess',
      'dispose',
      'start_enforcement',
    ]),
    security: z.enum(['mortgage', 'retention_of_title', 'lease']).optional(),
    place: z.enum(['public_road', 'premises']).optional(),
    force: z.boolean().optional(),
    enforcementAgreement: z.boolean().optional(),
    courtOrder: z.boolean().optional(),
    product: z
      .enum([
        'retail_instalment',
        'direct_auto_loan',
        'hire_purchase',
        'conditional_sale',
        'finance_lease',
        'microfinance',
        'other',
      ])
      .optional(),
    consumer: z.boolean().optional(),
    unpaidRents: z.int().min(0).optional(),
    unpaidSharePercent: z.number().min(0).max(100).optional(),
    terminationClause: z.boolean().optional(),
    demandDeliveredOn: Day.optional(),
    reasonablePeriodEndedOn: Day.optional(),
    flags: z.array(Flag).optional(),
    contractOn: Day.optional(),
    firstPaymentOn: Day.optional(),
    activeDutySince: Day.optional(),
    inDefaultSince: Day.optional(),
    cureNoticeOn: Day.optional(),
    priorCures: z.int().min(0).optional(),
    repossessedOn: Day.optional(),
    intentNoticeOn: Day.optional(),
    noticeMailedIn: Jurisdiction.optional(),
    defaultNoticeServedOn: Day.optional(),
    defaultNoticeExpiresOn: Day.optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency of three letters')
      .optional(),
    totalPrice: Amount.optional(),
    paid: Amount.optional(),
    creditAmount: Amount.optional(),
    inArrears: z.boolean().optional(),
    forbearanceAssessedOn: Day.optional(),
  }),
  [
    text('step', '步骤', 'step that is to be taken', {
      needs: ['facts.step'],
      allowed: [
        'self_help_seizure',
        'terminate',
        'terminate_and_retake',
        'file_termination_and_return',
        'repossess',
        'dispose',
        'start_enforcement',
      ],
    }),
    text('security', '担保方式', 'how the vehicle secures the claim', {
      needs: ['facts.security'],
      allowed: ['mortgage', 'retention_of_title', 'lease'],
    }),
    flag('is_on_premises', '位于场所内', 'the vehicle is known to stand on premises, not on a public road'),
    flag('is_forced', '强行', 'it is known that somebody resists'),
    flag('has_enforcement_agreement', '已约定处置', 'the owner agrees, now that the claim is enforced', {
      needs: ['facts.enforcementAgreement'],
    }),
    flag('has_court_order', '持有法院裁定', 'a court order is held', { needs: ['facts.courtOrder'] }),
    text('product', '产品', 'kind of loan', {
      needs: ['facts.product'],
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
    flag('is_consumer', '消费交易', 'a consumer transaction', { needs: ['facts.consumer'] }),
    number('unpaid_rents', '未付期数', 'unpaid rents', { needs: ['facts.unpaidRents'] }),
    decimal('unpaid_share_percent', '未付占比（%）', 'unpaid rents as a share of all rent, in percent', {
      needs: ['facts.unpaidSharePercent'],
    }),
    flag('has_termination_clause', '约定解除条款', 'the contract says when it may be terminated', {
      needs: ['facts.terminationClause'],
    }),
    number('days_since_demand', '催告送达天数', 'days since a demand was delivered; -1 when none was'),
    flag('is_reasonable_period_over', '合理期限已满', 'the reasonable period after the demand is over'),
    flag('has_stay', '破产中止', 'a bankruptcy stay is in force; of a sale it counts when flags are told', {
      needs: ['facts.flags'],
    }),
    flag(
      'has_codebtor_stay',
      '共同债务人中止',
      'a stay protects the co-borrower; of a sale it counts when flags are told',
      { needs: ['facts.flags'] },
    ),
    text(
      'breathing_space',
      '债务喘息期',
      'breathing space that is told: with an end date, standard, or for a mental health crisis',
      { allowed: ['none', 'dated', 'standard', 'mental_health_crisis'] },
    ),
    number('breathing_space_day', '喘息期第几日', 'day of the breathing space; -1 when there is none'),
    number('days_since_treatment', '治疗结束天数', 'days since crisis treatment ended; -1 while it goes on'),
    flag('is_on_duty', '现役', 'on active duty; of a sale it counts when told', { needs: ['facts.activeDutySince'] }),
    flag(
      'is_contract_before_duty',
      '入伍前签约',
      'the contract was made before the service began; false without service',
      { needs: ['facts.contractOn'] },
    ),
    flag('is_payment_before_duty', '入伍前已付款', 'a payment was made before the service began'),
    number(
      'default_to_cure_notice_days',
      '违约至通知天数',
      'days from the default to the notice of the right to cure; -1 without one',
    ),
    number('days_since_cure_notice', '补救通知天数', 'days since the notice of the right to cure; -1 without one'),
    number('prior_cures', '既往补救次数', 'earlier cures', { needs: ['facts.priorCures'] }),
    number('days_since_intent_notice', '处置通知天数', 'days since the notice of the sale was sent; -1 without one'),
    number(
      'repossession_to_notice_days',
      '收车至通知天数',
      'days from repossession to the notice of the sale; -1 without one',
    ),
    flag('is_notice_mailed_in_state', '本州寄送', 'the notice of the sale was mailed to an address in the state', {
      needs: ['facts.noticeMailedIn'],
    }),
    number(
      'default_notice_days',
      '违约通知期限',
      'days that the default notice gives from its service; -1 without one',
    ),
    number(
      'days_past_default_notice',
      '违约通知届满天数',
      'days since the date in the default notice; -1 before it, or without a notice',
    ),
    decimal(
      'price_to_paid',
      '总价对已付倍数',
      'total price as a multiple of what is paid; a million where nothing is',
      { needs: ['facts.totalPrice', 'facts.paid'] },
    ),
    decimal('credit_amount_eur', '授信金额（欧元）', 'amount of the credit in euros', {
      needs: ['facts.creditAmount', 'facts.currency'],
    }),
    flag('is_in_arrears', '已逾期', 'payments are overdue', { needs: ['facts.inArrears'] }),
    flag('is_forbearance_assessed', '已评估宽限', 'forbearance has been assessed'),
  ],
)
