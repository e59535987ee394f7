// The clock, the endpoint, consents, notices and what came before, as the rules look at them.

import { date, type Feature, flag, type More, number, text } from '../rulebook/feature.ts'

const ZONES = 'party.timeZones'
const COUNTED: More = { needs: ['history', ZONES], changes: 'day' }
const CONSENTED: More = { needs: ['party.consents'] }

export const HISTORY_FEATURES: readonly Feature[] = [
  // time
  date('today', '当地日期', 'date at the place of the person', { changes: 'day' }),
  text('earliest_clock', '最早钟点', 'clock of the person, the earliest of all plausible zones', {
    needs: [ZONES],
    changes: 'clock',
  }),
  text('latest_clock', '最晚钟点', 'clock of the person, the latest of all plausible zones', {
    needs: [ZONES],
    changes: 'clock',
  }),
  number('zones', '时区数', 'plausible zones', { needs: [ZONES] }),
  flag('has_sunday', '星期日', 'it is Sunday in a plausible zone', { needs: [ZONES], changes: 'day' }),
  text('hours_consent', '时段同意', 'best form of a consent to be contacted at this clock', {
    needs: ['party.consents', ZONES],
    changes: 'clock',
    allowed: ['individual', 'separate_signed', 'written', 'oral', 'bundled', 'standard_clause', 'none'],
  }),
  // the endpoint
  text('endpoint_kind', '联系方式类型', 'kind of number, address or device', {
    needs: ['endpoint.kind'],
    allowed: ['mobile', 'landline', 'email', 'im_account', 'address', 'app', 'vehicle_unit', 'handset'],
  }),
  text('endpoint_source', '来源', 'where the endpoint came from', {
    needs: ['endpoint.source'],
    allowed: [
      'contract',
      'reserved',
      'debtor_authorised',
      'public_lawful',
      'told_by_contact',
      'bureau_authorised',
      'skip_trace',
      'device_address_book',
      'purchased',
      'scraped',
      'unknown',
    ],
  }),
  flag('is_workplace', '工作场所', 'belongs to or is provided by the employer', { needs: ['endpoint.workplace'] }),
  flag('employer_prohibits', '雇主禁止', 'the employer forbids contact there', {
    needs: ['endpoint.employerProhibits', 'endpoint.workplace'],
  }),
  flag('is_shared', '与他人共用', 'others can hear a voicemail', { needs: ['endpoint.shared'] }),
  flag('has_opted_out', '已退订', 'the endpoint was opted out of', { changes: 'elapsed' }),
  flag('is_wrong_party', '号码属于他人', 'the endpoint was found to belong to somebody else', { changes: 'elapsed' }),
  text('opted_out_scope', '退订范围', 'what the opt-out stops', {
    needs: ['endpoint.optedOutScope'],
    changes: 'elapsed',
    allowed: ['none', 'collection', 'all'],
  }),
  number('minutes_since_opt_out', '退订后分钟', 'whole minutes since; -1 when not opted out', { changes: 'elapsed' }),
  flag('is_endpoint_agreed', '本人同意使用', 'the owner consented to its use or used it with the actor', {
    changes: 'elapsed',
  }),
  // consents
  flag('has_autodial_consent', '同意自动拨号', 'consented to autodialled calls and texts on this topic', CONSENTED),
  flag(
    'has_artificial_voice_consent',
    '同意机器语音',
    'consented to artificial or recorded voice on this topic',
    CONSENTED,
  ),
  flag('has_visit_consent', '同意上门', 'consented to a visit', CONSENTED),
  flag('has_device_agreement', '设备单独协议', 'signed a separate agreement on the starter interlock', CONSENTED),
  flag('is_called_back', '要求回电', 'asked this actor for a call within seven days, and has not talked since', {
    needs: ['party.consents', 'history', ZONES],
    changes: 'day',
  }),
  // notices
  flag('is_outsourcing_notified', '已告知委外', 'notice of placement with this agency was delivered', {
    needs: ['notices'],
    changes: 'elapsed',
  }),
  number('agency_details_days', '机构信息告知天数', 'days since the details of this agency were sent; -1 when not', {
    needs: ['notices'],
    changes: 'day',
  }),
  flag('has_validation_notice', '已发债务确认', 'validation information was sent by the actor', {
    needs: ['notices'],
    changes: 'elapsed',
  }),
  flag('has_device_disclosure', '已披露设备', 'the device was disclosed in writing', {
    needs: ['notices'],
    changes: 'elapsed',
  }),
  number(
    'hours_since_second_warning',
    '第二种警告后小时',
    'whole hours since the person was warned by a second way; -1 when not',
    { needs: ['notices'], changes: 'elapsed' },
  ),
  // counts of what came before
  number('china_conversations_today', '当日接通', 'answered calls today by the lender and all its agencies', {
    needs: ['history', 'loan.lender'],
    changes: 'day',
  }),
  number(
    'china_dials_today',
    '当日未接',
    'unanswered calls today to this endpoint by the lender and all its agencies',
    { needs: ['history', 'loan.lender', 'endpoint.id'], changes: 'day' },
  ),
  number('calls_7_days', '7日通话', 'counted calls of the actor to the person on this debt within 7 days', COUNTED),
  number(
    'conversations_7_days',
    '7日交谈',
    'conversations of the actor with the person on this debt within 7 days',
    COUNTED,
  ),
  number('other_debt_calls_7_days', '他债7日通话', 'counted calls on another debt within 7 days', COUNTED),
  number(
    'private_contacts_7_days',
    '7日私人联系',
    'calls and texts to the person on this debt within 7 days, not at work',
    COUNTED,
  ),
  number(
    'work_contacts_30_days',
    '30日工作联系',
    'calls and texts to the person on this debt within 30 days, at work',
    COUNTED,
  ),
  number('account_contacts_7_days', '账户7日联系', 'all contacts on the account within 7 days', COUNTED),
  number('account_calls_7_days', '账户7日通话', 'calls on the account within 7 days', COUNTED),
  number('account_messages_7_days', '账户7日消息', 'electronic messages on the account within 7 days', COUNTED),
  number('entity_contacts_7_days', '机构7日联系', 'contacts of the actor within 7 days', COUNTED),
  number('entity_work_contacts_7_days', '机构7日工作联系', 'contacts of the actor within 7 days, at work', COUNTED),
  number('person_calls_7_days', '本人7日通话', 'calls to the person within 7 days', COUNTED),
  number('person_conversations_7_days', '本人7日交谈', 'conversations with the person within 7 days', COUNTED),
  number(
    'days_since_first_communication',
    '首次沟通天数',
    'days since the first communication of the actor; -1 when none',
    COUNTED,
  ),
  number(
    'location_contacts',
    '查址联系',
    'earlier location contacts with this person that were not followed by a new reason',
    { needs: ['history'] },
  ),
  number('same_notices_since_cease', '停止后同类通知', 'notices of this purpose since the written request', {
    needs: ['history'],
  }),
  number('confirmations_since_refusal', '拒绝后确认', 'confirmations since the refusal', { needs: ['history'] }),
]
