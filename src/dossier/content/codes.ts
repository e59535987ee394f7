// What the codes of the book are called in a dossier, in both languages.

type Names = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export const CODES = {
  role: {
    borrower: { zh: '借款人', en: 'Borrower' },
    co_borrower: { zh: '共同借款人', en: 'Co-borrower' },
    guarantor: { zh: '担保人', en: 'Guarantor' },
    spouse: { zh: '配偶', en: 'Spouse' },
    named_contact: { zh: '指定联系人', en: 'Named contact' },
  },
  endpoint: {
    phone: { zh: '电话', en: 'telephone' },
    email: { zh: '电子邮箱', en: 'e-mail' },
    address: { zh: '地址', en: 'address' },
    messaging: { zh: '即时通讯', en: 'messaging' },
  },
  product: {
    level_payment: { zh: '等额本息', en: 'Level payment' },
    equal_principal: { zh: '等额本金', en: 'Equal principal' },
    interest_first_balloon: { zh: '先息后本', en: 'Interest first, balloon at the end' },
    tape: { zh: '以数据文件为准', en: 'As the tape says' },
  },
  status: {
    open: { zh: '未结清', en: 'Open' },
    paid_off: { zh: '已结清', en: 'Paid off' },
    charged_off: { zh: '已核销', en: 'Charged off' },
    closed: { zh: '已结清', en: 'Closed' },
  },
  riskClass: {
    pass: { zh: '正常', en: 'Pass' },
    special_mention: { zh: '关注', en: 'Special mention' },
    substandard: { zh: '次级', en: 'Substandard' },
    doubtful: { zh: '可疑', en: 'Doubtful' },
    loss: { zh: '损失', en: 'Loss' },
  },
  channel: {
    call: { zh: '电话', en: 'Phone' },
    sms: { zh: '短信', en: 'Text message' },
    email: { zh: '电子邮件', en: 'E-mail' },
    letter: { zh: '信函', en: 'Letter' },
    visit: { zh: '上门', en: 'Visit' },
  },
  flag: {
    dispute: { zh: '争议', en: 'Dispute' },
    hardship: { zh: '困难', en: 'Hardship' },
    bankruptcy: { zh: '破产', en: 'Bankruptcy' },
    deceased: { zh: '已故', en: 'Deceased' },
    attorney: { zh: '有律师代理', en: 'Represented by an attorney' },
    military: { zh: '现役军人', en: 'Active military duty' },
    vulnerable: { zh: '弱势客户', en: 'Vulnerable' },
    fraud: { zh: '涉嫌欺诈', en: 'Fraud suspected' },
    cease_contact: { zh: '要求停止联系', en: 'Asked to stop contact' },
    legal_hold: { zh: '法律保全', en: 'Legal hold' },
  },
  promiseOutcome: {
    kept: { zh: '已履行', en: 'Kept' },
    partly_kept: { zh: '部分履行', en: 'Partly kept' },
    broken: { zh: '未履行', en: 'Broken' },
  },
  taker: {
    human: { zh: '人工', en: 'Person' },
    machine: { zh: '机器', en: 'Machine' },
  },
  vouches: {
    file: { zh: '文件', en: 'file' },
    row: { zh: '封存行', en: 'row' },
  },
  attachment: {
    document: { zh: '文件', en: 'Document' },
    recording: { zh: '录音', en: 'Recording' },
    photo: { zh: '照片', en: 'Photo' },
  },
  entryType: {
    'attachment.added': { zh: '新增附件', en: 'File added' },
    'attachment.destroyed': { zh: '附件到期销毁', en: 'File destroyed, its time being over' },
    'customer.erased': { zh: '个人信息已删除', en: 'Personal data erased' },
    'demo.built': { zh: '虚构台账已生成', en: 'Fictional book made' },
    'dossier.exported': { zh: '导出证据包', en: 'Court bundle taken' },
    'dossier.headed': { zh: '卷宗条目数声明', en: 'Number of entries told' },
    'hold.lifted': { zh: '解除法律保全', en: 'Legal hold lifted' },
    'hold.placed': { zh: '设置法律保全', en: 'Legal hold placed' },
    'import.finished': { zh: '导入完成', en: 'Import finished' },
    'index.snapshot': { zh: '每日索引', en: 'Daily index' },
    'receipt.recorded': { zh: '登记回款', en: 'Receipt recorded' },
    'run.sealed': { zh: '夜批封存', en: 'Night sealed' },
  },
} as const satisfies Record<string, Names> as Readonly<
  Record<
    | 'role'
    | 'endpoint'
    | 'product'
    | 'status'
    | 'riskClass'
    | 'channel'
    | 'flag'
    | 'promiseOutcome'
    | 'taker'
    | 'vouches'
    | 'attachment'
    | 'entryType',
    Names
  >
>
