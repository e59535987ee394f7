// Door of `demo`: a synthetic book of fictional people.
export { buildDemo, DEMO_AS_OF, type DemoBuilt, type DemoInput, type DemoProgress } from './build.ts'
export { drawPerson, emailOf } from './people.ts'
export { Random } from './random.ts'
