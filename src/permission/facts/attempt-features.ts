// What is about to be done, what is said, and who does it, as the rules look at it.

import { type Feature, flag, number, text } from '../rulebook/feature.ts'
import { CHANNELS } from './channels.ts'

export const ATTEMPT_FEATURES: readonly Feature[] = [
  // what is about to be done
  text('channel', '渠道', 'channel of the attempt', { needs: ['attempt.channel'], allowed: CHANNELS }),
  text('medium', '媒介', 'the channel, with all kinds of calls as one', {
    needs: ['attempt.channel'],
    allowed: ['call', 'sms', 'im', 'email', 'letter', 'visit', 'push', 'device_command'],
  }),
  text('purpose', '目的', 'purpose of the attempt', {
    needs: ['attempt.purpose'],
    allowed: [
      'demand',
      'reminder',
      'statutory_notice',
      'remedy_notice',
      'cease_acknowledgement',
      'location',
      'reply',
      'confirmation',
      'legal_process',
      'service',
      'unrelated_product',
      'collateral_control',
    ],
  }),
  text('stage', '步骤', 'may the contact begin, or may the debt be discussed now that it is open', {
    needs: ['attempt.stage'],
    allowed: ['start', 'disclose'],
  }),
  text('initiated_by', '发起方', 'who began the contact', {
    needs: ['attempt.initiatedBy'],
    allowed: ['collector', 'party'],
  }),
  text('call_type', '通话类型', 'conversation or notification; none when it is no call', {
    needs: ['attempt.callType'],
    allowed: ['interactive', 'notification', 'none'],
  }),
  flag('autodialer', '自动拨号', 'a call or text placed by an autodialer', { needs: ['attempt.autodialer'] }),
  text('delivery', '送达方式', 'how a letter is delivered; none when it is no letter', {
    needs: ['attempt.delivery'],
    allowed: ['post', 'courier', 'hand', 'electronic', 'postcard', 'posted_door', 'posted_public', 'none'],
  }),
  flag('recording_on', '录音', 'the call is recorded', { needs: ['attempt.recording.on'] }),
  flag('recording_announced', '已告知录音', 'the recording is announced before talk', {
    needs: ['attempt.recording.announced'],
  }),
  flag('identity_verified', '已核身份', 'the person reached is verified to be the party', {
    needs: ['attempt.identityVerified'],
  }),
  text('visit_place', '上门地点', 'place of a visit; none when it is no visit', {
    needs: ['attempt.visit.place'],
    allowed: ['dwelling', 'debtor_office', 'workplace', 'hospital', 'public_place', 'chosen_by_party', 'none'],
  }),
  flag('visit_entry', '要求进入', 'the collector wants to enter', { needs: ['attempt.visit.entry'] }),
  flag('has_entry_consent', '同意进入', 'entry was agreed to, and not refused since', { changes: 'elapsed' }),
  flag('has_visit_notice', '已预告上门', 'date and likely time of the visit were announced', { changes: 'elapsed' }),
  number('visit_staff', '上门人数', 'people on a visit; 0 when it is none', { needs: ['attempt.visit.staff'] }),
  flag('visit_recorded', '全程记录', 'the whole visit is recorded', { needs: ['attempt.visit.recorded'] }),
  flag('civil_dress', '便装', 'no uniform is worn', { needs: ['attempt.visit.civilDress'] }),
  flag('id_shown', '出示证件', 'identity card and authority are shown', { needs: ['attempt.visit.idShown'] }),
  text('device_target', '设备', 'device a command goes to; none when it is no command', {
    needs: ['attempt.device.target'],
    allowed: ['vehicle_starter', 'phone', 'tablet', 'laptop', 'none'],
  }),
  text('device_action', '指令', 'what the command does; none when it is no command', {
    needs: ['attempt.device.action'],
    allowed: ['disable', 'enable', 'lock', 'unlock', 'locate', 'none'],
  }),
  flag('device_moving', '车辆行驶中', 'the vehicle is in motion', { needs: ['attempt.device.moving'] }),
  flag('certified_installer', '持证安装', 'the unit was fitted by a certified installer', {
    needs: ['attempt.device.certifiedInstaller'],
  }),
  flag('financed_by_this_loan', '本贷款所购', 'this loan finances the device', {
    needs: ['attempt.device.financedByThisLoan'],
  }),
  // what is said
  flag('mentions_debt', '提及债务', 'reveals or implies a debt', { needs: ['attempt.content.mentionsDebt'] }),
  text('breach', '违规内容', 'what the review of the content found', {
    needs: ['attempt.content.breaches'],
    allowed: ['impersonation', 'other', 'none'],
  }),
  flag('threatens_suit', '称将起诉', 'announces a suit', { needs: ['attempt.content.threatens'] }),
  flag('threatens_visit', '称将上门', 'announces a visit', { needs: ['attempt.content.threatens'] }),
  flag('opt_out_included', '含退订说明', 'an electronic message says how to opt out', {
    needs: ['attempt.content.optOutIncluded'],
  }),
  flag('only_confirms', '仅作确认', 'a confirmation with nothing beyond it', {
    needs: ['attempt.content.onlyConfirms'],
  }),
  flag('estate_limited', '声明限于遗产', 'says to an heir that liability ends at the estate', {
    needs: ['attempt.content.estateLimited'],
  }),
  text(
    'voicemail_content',
    '留言内容',
    'a voicemail is limited content or other content; none when it is no voicemail',
    {
      needs: [
        'attempt.content.limitedContent.neutralBusinessName',
        'attempt.content.limitedContent.personNamed',
        'attempt.content.limitedContent.replyNumber',
        'attempt.content.limitedContent.replyRequested',
        'attempt.content.limitedContent.otherContent',
        'attempt.content.mentionsDebt',
      ],
      allowed: ['limited', 'other', 'none'],
    },
  ),
  // who does it
  text('actor_role', '行为人', 'who acts', {
    needs: ['actor.role'],
    allowed: ['creditor', 'servicer', 'agency', 'debt_buyer', 'attorney'],
  }),
  flag('own_name', '以自己名义', 'a creditor uses its own name', { needs: ['actor.ownName'] }),
  flag('obtained_in_default', '取得时已违约', 'the debt was in default when the actor obtained it', {
    needs: ['actor.obtainedInDefault'],
  }),
  text('tool', '工具', 'phone or account of an outside collector; none for creditors and servicers', {
    needs: ['actor.tool'],
    allowed: ['registered', 'private_approved', 'private', 'none'],
  }),
  flag('is_licensed_here', '当地持牌', 'an outside collector holds a licence of the place of the person', {
    needs: ['actor.licences', 'party.jurisdiction'],
  }),
  flag('regulation_f_for_creditors', '债权人适用F条例', 'policy: Regulation F for original creditors too'),
  flag('house_rules', '内部规则', 'policy: the rules of the house, which go beyond the law'),
]
