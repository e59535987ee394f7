// Door of `night`.
export { NIGHT_LOCK } from './run-night.ts'
export { nightsRunning } from './nights-running.ts'
export { NIGHT_REPORT, type NightReport } from './report.ts'
export { type NightProgress, runNight } from './run-night.ts'
export { STEPS } from './steps.ts'
