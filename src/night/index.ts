// Door of `night`.

export { NIGHT_LOCK } from '../strategy/index.ts'
export { nightChecks } from './check-nights.ts'
export { nightsRunning } from './nights-running.ts'
export { NIGHT_REPORT, type NightReport } from './report.ts'
export { type NightProgress, runNight } from './run-night.ts'
