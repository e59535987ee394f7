// The lines of a dossier against what the log proves: a receipt says what its entry says, a file is the one that its entry names, a decision is a row that its
// night sealed. A line that came with a file that was imported cannot be compared: its entry names the file, not the line.

import type { Findings } from './finding.ts'
import { type Fields, fieldsOf, listOf } from './parse.ts'

/** What is proved, to compare lines with. */
export type Proved = {
  /** Entries of the log under the checkpoint: later ones cannot be proved yet. */
  readonly size: number
  readonly did: string | null
  readonly portfolio: string
  readonly loan: string
  /** Entries by their number in the log, with what they say where it is shown. */
  readonly entries: ReadonlyMap<number, ProvedEntry>
  /** Rows of nights, as they were sealed, with the entry that holds their root. */
  readonly rows: readonly { readonly entry: number; readonly row: Fields }[]
}

export type ProvedEntry = {
  readonly type: string
  /** Of this very dossier, not one that vouches for something in it. */
  readonly isOwn: boolean
  /** Left out on purpose: not erased, and not damaged. */
  readonly isClosed: boolean
  readonly said: Fields | null
}

export type ComparedLines = {
  /** Lines that say what their entry says, or what a sealed row says. */
  readonly compared: number
  /** Lines whose entry is about the file that they came in. */
  readonly fromFiles: number
  /** Lines whose entry's content is not here. */
  readonly closed: number
  /** Lines that no entry of the log stands behind, or none yet. */
  readonly unlogged: number
}

type Parts = Readonly<Record<'receipts' | 'decisions' | 'attachments' | 'timeline', Line[] | null>>

type Line = {
  readonly where: string
  readonly fields: Fields
  readonly vouches: unknown
  readonly index: number | null
}

/** Kinds of entries that are about a whole file or a whole book. */
const FILE_TYPES = ['import.finished', 'demo.built']

/** `dossier`: the fields of dossier.json. `mayStayClosed`: a page shows lines whose entries it was not given the content of; a copy that was handed out has none of
 * those. Findings name the line. */
export function checkLines(
  dossier: Fields,
  proved: Proved,
  findings: Findings,
  { mayStayClosed }: { readonly mayStayClosed: boolean },
): ComparedLines {
  return new Lines(proved, findings, mayStayClosed).everything(dossier)
}

class Lines {
  private readonly proved: Proved
  private readonly findings: Findings
  private readonly rows: ReadonlyMap<string, Proved['rows'][number]>
  private readonly mayStayClosed: boolean
  private readonly counts = { compared: 0, fromFiles: 0, closed: 0, unlogged: 0 }

  constructor(proved: Proved, findings: Findings, mayStayClosed: boolean) {
    this.proved = proved
    this.findings = findings
    this.mayStayClosed = mayStayClosed
    this.rows = new Map(
      proved.rows.map(sealed => [keyOf(sealed.row['business_date'], sealed.row['decided_seq']), sealed]),
    )
  }

  everything(dossier: Fields): ComparedLines {
    const { did, portfolio, loan } = this.proved
    const [whose, repayment, contacts] = [dossier['loan'], dossier['repayment'], dossier['contacts']].map(fieldsOf)
    const parts = {
      receipts: this.lines(repayment?.['receipts'], ({ number }) => `receipt ${String(number)}`),
      decisions: this.lines(
        contacts?.['decisions'],
        ({ businessDate, decidedSeq }) => `decision of ${String(businessDate)} (${String(decidedSeq)})`,
      ),
      attachments: this.lines(dossier['attachments'], ({ attachmentId }) => `attachment ${String(attachmentId)}`),
      timeline: this.lines(dossier['timeline'], (_, place) => `line ${place + 1} of the timeline`),
    }
    const isOurs =
      dossier['did'] === did && whose?.['loanNumber'] === loan && fieldsOf(whose['portfolio'])?.['code'] === portfolio
    if (!isOurs || Object.values(parts).includes(null)) {
      this.findings.add(
        'dossier.other',
        'dossier.json',
        'it is not the dossier of this loan, or cannot be read',
        '它不是该笔借款的卷宗，或无法读取',
      )
      return this.counts
    }
    const { receipts, decisions, attachments, timeline } = parts
    for (const line of receipts ?? []) this.own(line, 'receipt.recorded', isReceipt)
    for (const line of attachments ?? []) this.own(line, 'attachment.added', isAttachment)
    for (const line of decisions ?? []) this.sealed(line)
    for (const part of [receipts, decisions, attachments]) this.onceEach(part ?? [])
    const told = new Told({ receipts, decisions, attachments })
    for (const line of timeline ?? []) this.timeline(line, told)
    for (const where of told.left()) this.missing(`${where} in the timeline`)
    this.nothingMissing({ receipts, decisions, attachments, timeline })
    return this.counts
  }

  private lines(value: unknown, whereOf: (fields: Fields, place: number) => string): Line[] | null {
    return listOf(value, (fields, place) => {
      const { vouches, leafIndex } = fieldsOf(fields['entry']) ?? {}
      const where = `dossier.json, ${whereOf(fields, place)
        .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
        .slice(0, 200)}`
      return { where, fields, vouches, index: typeof leafIndex === 'number' ? leafIndex : null }
    })
  }

  /** A line that an entry of its own is about. */
  private own(line: Line, type: string, saysTheSame: (line: Fields, said: Fields) => boolean): void {
    const entry = this.entryOf(line)
    if (!entry) return
    if (line.vouches === 'file') this.fromFile(line, entry.type)
    else if (line.vouches !== 'own' || entry.type !== type || !entry.isOwn) this.differs(line)
    else if (entry.isClosed && !this.mayStayClosed) this.differs(line)
    else if (entry.said === null) this.counts.closed += 1
    else if (saysTheSame(line.fields, entry.said)) this.counts.compared += 1
    else this.differs(line)
  }

  /** A decision: one of the rows that its night sealed says the same. */
  private sealed(line: Line): void {
    const entry = this.entryOf(line)
    if (!entry) return
    const row = this.rows.get(keyOf(line.fields['businessDate'], line.fields['decidedSeq']))
    const isSealed = row?.entry === line.index && isDecision(line.fields, row.row)
    if (line.vouches === 'row' && entry.type === 'run.sealed' && isSealed) this.counts.compared += 1
    else this.differs(line)
  }

  /** No entry is told of twice. */
  private onceEach(part: readonly Line[]): void {
    const seen = new Set<string>()
    for (const line of part) {
      const { businessDate, decidedSeq, number, attachmentId } = line.fields
      const key = JSON.stringify([
        line.vouches === 'own' ? line.index : null,
        businessDate,
        decidedSeq,
        number,
        attachmentId,
      ])
      if (seen.has(key)) this.differs(line)
      seen.add(key)
    }
  }

  /** A line of the timeline says what a line of its part says, or only names an entry. */
  private timeline(line: Line, told: Told): void {
    const isTold = told.take(line)
    if (isTold === false) this.differs(line)
    if (isTold !== null) return
    const entry = this.entryOf(line)
    if (!entry) return
    const { kind, type } = fieldsOf(line.fields['what']) ?? {}
    if (line.vouches === 'file') this.fromFile(line, entry.type)
    else if (kind !== 'entry' || line.vouches !== 'own' || type !== entry.type) this.differs(line)
    else if (!entry.isOwn && !/^(customer|hold)\./.test(entry.type)) this.differs(line)
  }

  /** What the log proves of the loan is in the dossier: receipts, files and decisions in their parts, and every entry in the timeline. */
  private nothingMissing({ receipts, decisions, attachments, timeline }: Parts): void {
    const indices = (lines: Line[] | null) => new Set(lines?.map(({ index }) => index))
    const parts = { 'receipt.recorded': indices(receipts), 'attachment.added': indices(attachments) }
    const inTimeline = indices(timeline)
    for (const [index, { type, said, isOwn }] of this.proved.entries) {
      if (!isOwn) continue
      const part = said === null ? undefined : Object.entries(parts).find(([kind]) => kind === type)?.[1]
      if (!inTimeline.has(index) || part?.has(index) === false) this.missing(`entry ${index}`)
    }
    const decided = new Set(decisions?.map(({ fields }) => keyOf(fields['businessDate'], fields['decidedSeq'])))
    for (const key of this.rows.keys()) if (!decided.has(key)) this.missing(`decision of ${key}`)
  }

  private entryOf(line: Line): ProvedEntry | null {
    if (line.index === null || line.index >= this.proved.size) {
      this.counts.unlogged += 1
      return null
    }
    const entry = this.proved.entries.get(line.index)
    if (!entry) this.differs(line)
    return entry ?? null
  }

  private fromFile(line: Line, type: string): void {
    if (FILE_TYPES.includes(type)) this.counts.fromFiles += 1
    else this.differs(line)
  }

  private differs({ where }: Line): void {
    this.findings.add('line.differs', where, 'it does not say what the log proves', '所述内容与日志所证明的不一致')
  }

  private missing(what: string): void {
    this.findings.add(
      'line.missing',
      `dossier.json, ${what}`,
      'the log proves it and the dossier does not tell it',
      '日志证明有此事，而卷宗没有记载',
    )
  }
}

/** The lines of the parts that the timeline tells again, each once. */
class Told {
  private readonly lines = new Map<string, string[]>()

  constructor(parts: Omit<Parts, 'timeline'>) {
    for (const [kind, { part, fields }] of Object.entries(TOLD_AGAIN))
      for (const line of parts[part] ?? []) {
        const key = toldKey(
          kind,
          line,
          Object.values(fields).map(field => line.fields[field]),
        )
        this.lines.set(key, [...(this.lines.get(key) ?? []), line.where])
      }
  }

  /** Whether a part says what this line of the timeline says, which then is told; null for a line that is of no such part. */
  take(line: Line): boolean | null {
    const what = fieldsOf(line.fields['what']) ?? {}
    const kind = String(what['kind'])
    const again = Object.hasOwn(TOLD_AGAIN, kind) ? TOLD_AGAIN[kind as keyof typeof TOLD_AGAIN] : undefined
    if (!again) return null
    const told = { ...what, on: line.fields['on'] } as Fields
    return (
      this.lines
        .get(
          toldKey(
            kind,
            line,
            Object.keys(again.fields).map(field => told[field]),
          ),
        )
        ?.pop() !== undefined
    )
  }

  /** What the timeline does not tell. */
  left(): string[] {
    return [...this.lines.values()].flat()
  }
}

/** What a line of the timeline says, and the same in the line of the part. */
const TOLD_AGAIN = {
  receipt: {
    part: 'receipts',
    fields: { on: 'valueOn', number: 'number', amountMinor: 'amountMinor', reverses: 'reverses' },
  },
  decision: {
    part: 'decisions',
    fields: { on: 'businessDate', stage: 'stage', treatment: 'treatment', daysPastDue: 'daysPastDue' },
  },
  attachment: { part: 'attachments', fields: { on: 'addedOn', attachment: 'kind', name: 'name', bytes: 'bytes' } },
} as const

function toldKey(kind: string, { index, vouches }: Line, values: readonly unknown[]): string {
  return JSON.stringify([kind, index, vouches, ...values.map(asText)])
}

function isReceipt(line: Fields, said: Fields): boolean {
  return (
    same(line['number'], said['receipt']) &&
    same(line['valueOn'], said['valueOn']) &&
    same(line['amountMinor'], said['amountMinor']) &&
    same(line['reverses'], said['reverses'])
  )
}

function isAttachment(line: Fields, said: Fields): boolean {
  return (
    same(line['attachmentId'], said['attachment']) &&
    same(line['kind'], said['attachmentKind']) &&
    same(line['bytes'], said['bytes']) &&
    (line['name'] === null || line['name'] === said['name'])
  )
}

/** What a dossier shows of a decision, and the same in the sealed row. */
const DECISION: readonly (readonly [string, string])[] = [
  ['businessDate', 'business_date'],
  ['decidedSeq', 'decided_seq'],
  ['stage', 'stage'],
  ['treatment', 'treatment'],
  ['channel', 'channel'],
  ['riskClass', 'risk_class'],
  ['daysPastDue', 'days_past_due'],
  ['arrearsMinor', 'arrears_minor'],
]

function keyOf(businessDate: unknown, decidedSeq: unknown): string {
  return `${String(businessDate)} (${String(decidedSeq)})`
}

function isDecision(line: Fields, row: Fields): boolean {
  return DECISION.every(([ours, its]) => same(line[ours], row[its]))
}

function same(one: unknown, other: unknown): boolean {
  return asText(one) === asText(other)
}

/** Large numbers are text in one place and numbers in another, and what is not there is null. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? `=${value}`
    : JSON.stringify(value)
}
