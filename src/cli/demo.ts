// `demo …`: a synthetic book of fictional people.

import { buildDemo, DEMO_AS_OF } from '../demo/index.ts'
import { parseBusinessDate } from '../kernel/index.ts'
import { type Command, printJson } from './command.ts'
import { usage, wholeNumber } from './options.ts'
import { progressBar } from './progress-bar.ts'

const LOANS_MAX = 10_000_000

export const demoCommands: readonly Command[] = [
  {
    name: 'demo build',
    help: `a synthetic book of fictional people: --loans N --seed S [--as-of D, else ${DEMO_AS_OF}]`,
    options: { loans: 'text', seed: 'text', 'as-of': 'text' },
    beginsHome: true,
    run: async (parsed, context) => {
      const loans = wholeNumber(parsed, 'loans', { min: 1, max: LOANS_MAX })
      const seed = wholeNumber(parsed, 'seed', { min: 0, max: Number.MAX_SAFE_INTEGER - 1 })
      const text = parsed.options['as-of'] ?? DEMO_AS_OF
      const asOf = parseBusinessDate(text)
      if (asOf === null) throw usage(`--as-of must be a date (YYYY-MM-DD), not '${text}'`)
      const bar = progressBar(context.stderr)
      await context.database()
      const built = await buildDemo(await context.ownerDatabase(), {
        loans,
        seed,
        asOf,
        stopping: context.stopping,
        onProgress: at => bar.show('demo book', at.share, at.note),
      }).finally(() => bar.clear())
      if (parsed.switches.has('json')) printJson(context, built)
      else {
        const rate = Math.round(built.loans / Math.max(built.seconds, 0.001))
        context.stdout.write(
          `${built.loans} loans of ${built.customers} fictional customers, ${built.instalments} instalments, ${built.receipts} receipts; ` +
            `${((100 * built.lateLoans) / Math.max(1, built.openLoans)).toFixed(1)} % of open loans past due on ${asOf}.\n` +
            `${built.seconds.toFixed(1)} s, ${rate} loans/s\n`,
        )
      }
      return 0
    },
  },
]
