import { describe, expect, it } from 'vitest'
import { type Arm, checkArms } from './experiment.ts'

function arms(...bounds: readonly (readonly [number, number])[]): Arm[] {
  return bounds.map(([drawFrom, drawTo], index) => ({
    arm: `arm-${index + 1}`,
    strategyId: 1,
    drawFrom,
    drawTo,
    isHoldOut: false,
  }))
}

describe('the arms of an experiment', () => {
  it('tile all customers', () => {
    for (const good of [
      arms([0, 10_000]),
      arms([0, 9_800], [9_800, 10_000]),
      arms([0, 1], [1, 5_000], [5_000, 10_000]),
    ]) {
      expect(() => checkArms(good)).not.toThrow()
    }
  })

  it('leave nobody out and count nobody twice: the first fault is named', () => {
    const faults: readonly (readonly [Arm[], string])[] = [
      [arms(), 'the arms end at 0'],
      [arms([0, 9_000]), 'the arms end at 9000 basis points'],
      [arms([1, 10_000]), "arm 'arm-1' covers 1…10000, expected to begin at 0"],
      [arms([0, 5_000], [6_000, 10_000]), "arm 'arm-2' covers 6000…10000, expected to begin at 5000"],
      [arms([0, 5_000], [4_000, 10_000]), "arm 'arm-2' covers 4000…10000, expected to begin at 5000"],
      [arms([0, 5_000], [5_000, 5_000], [5_000, 10_000]), "arm 'arm-2' covers 5000…5000"],
      [arms([5_000, 10_000], [0, 5_000]), "arm 'arm-1' covers 5000…10000"],
      [arms([0, 10_001]), 'the arms end at 10001'],
    ]
    for (const [wrong, message] of faults) expect(() => checkArms(wrong)).toThrow(message)
  })
})
