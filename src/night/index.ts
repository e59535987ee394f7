// Door of `night`.
export { nightsRunning } from './nights-running.ts'
export { NIGHT_REPORT, type NightReport } from './report.ts'
export { NIGHT_LOCK, type NightProgress, runNight } from './run-night.ts'
