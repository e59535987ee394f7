// What `db doctor` is made of: a check looks at one thing, says what it saw, and names what must be mended and how. Every module brings the
// checks of what it owns; nothing here changes anything.

export type Finding = {
  /** 'mend': Curebook cannot do its work, or may lose some, until this is put right. 'advice': worth knowing, nothing is broken. */
  readonly level: 'mend' | 'advice'
  readonly found: string
  /** What to do about it, as a command or a sentence. */
  readonly todo: string
}

export type Looked = { readonly saw: string; readonly findings: readonly Finding[] }

export type Check = {
  /** `area.thing`, stable: monitoring may look for it. */
  readonly name: string
  /** The check that must be free of faults for this one to mean anything. */
  readonly needs?: string
  readonly look: () => Promise<Looked>
}

export type CheckResult = {
  readonly name: string
  readonly state: 'ok' | 'advice' | 'mend' | 'not checked'
  readonly saw: string
  readonly findings: readonly Finding[]
}

/** Looks at everything in the order given. A check that breaks is a finding of its own, never a silent pass. */
export async function runChecks(checks: readonly Check[]): Promise<CheckResult[]> {
  const results = new Map<string, CheckResult>()
  for (const check of checks) results.set(check.name, await runOne(check, results))
  return [...results.values()]
}

async function runOne(check: Check, earlier: ReadonlyMap<string, CheckResult>): Promise<CheckResult> {
  const needed = check.needs === undefined ? undefined : earlier.get(check.needs)
  if (needed?.state === 'mend' || needed?.state === 'not checked')
    return { name: check.name, state: 'not checked', saw: `${needed.name} must be mended first`, findings: [] }
  try {
    const { saw, findings } = await check.look()
    const state = findings.some(finding => finding.level === 'mend') ? 'mend' : findings.length > 0 ? 'advice' : 'ok'
    return { name: check.name, state, saw, findings }
  } catch (error) {
    const found = `This could not be looked at: ${reasonOf(error)}`
    const todo = 'Put right what the message names, then ask again.'
    return { name: check.name, state: 'mend', saw: 'nothing', findings: [{ level: 'mend', found, todo }] }
  }
}

/** Connecting to several addresses fails with a list of reasons and no message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
