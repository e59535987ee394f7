// The guarantee: FEEL expressions answer as DMN 1.5 says, null logic and exact decimals included; what has no certain answer
// is refused by name. Each line is an expression and its answer.

import { describe, expect, test } from 'vitest'
import { compileDecision, evaluateFacts } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { literalModel, refusalOf } from './models.ts'

const INPUTS = {
  n: 'number',
  m: 'number',
  s: 'string',
  t: 'string',
  p: 'boolean',
  q: 'boolean',
  d: 'date',
  e: 'date',
  w: 'days and time duration',
  'Days past due': 'number',
  'Days past': 'number',
  'a-b': 'number',
  'Approved/Declined': 'string',
} // prettier-ignore

const FACTS = {
  n: 5,
  m: null,
  s: 'CV',
  t: null,
  p: true,
  q: null,
  d: '2024-02-29',
  e: null,
  w: 'P3D',
  'Days past due': 31,
  'Days past': 7,
  'a-b': 2,
  'Approved/Declined': 'Approved',
} // prettier-ignore

const ANSWERS = String.raw`
1 + 2 * 3                                        => 7
(1 + 2) * 3                                      => 9
-2 ** 2                                          => 4
2 ** 3 ** 2                                      => 64
5 - 3 - 1                                        => 1
0.1 + 0.2                                        => 0.3
0.1 + 0.2 = 0.3                                  => true
1 / 3 * 3 < 1                                    => true
10 / 0                                           => null
n / (n - 5)                                      => null
0 ** -1                                          => null
(-8) ** 0.5                                      => null
2 ** -2                                          => 0.25
7 / 2                                            => 3.5
n / 2                                            => 2.5
99999999999999999999 + 1                         => 100000000000000000000
1.2e3                                            => 1200
.5                                               => 0.5
n + m                                            => null
n + null                                         => null
"a" + "b"                                        => "ab"
"a" + t                                          => null
"a" + 1                                          => null
"a" - "b"                                        => null
s + "!"                                          => "CV!"
"quote \" back \\ tab \t Ä \U01F40E it's"        => "quote \" back \\ tab \t Ä 🐎 it's"
1 = 1.0                                          => true
n = m                                            => false
m = null                                         => true
null = null                                      => true
m != null                                        => false
n != m                                           => true
n != 5                                           => false
n = "5"                                          => null
true = 1                                         => null
m < 5                                            => null
m < "5"                                          => null
"a" < "b"                                        => true
"B" < "a"                                        => true
s >= "CV"                                        => true
true and null                                    => null
false and null                                   => false
true or null                                     => true
false or null                                    => null
q and false                                      => false
q or p                                           => true
q and p                                          => null
p and 1                                          => null
false and "x"                                    => false
not(p)                                           => false
not(q)                                           => null
not("x")                                         => null
not(n = 5 and m = 1)                             => true
n between 1 and 5                                => true
n between 6 and 10                               => false
m between 1 and 5                                => null
null between 1 and 5                             => null
n in [1..5)                                      => false
n in [1..5]                                      => true
n in ]1..5]                                      => true
n in (1, < 3, >= 5)                              => true
n in [1, 5]                                      => true
n in [[1..2], [4..6]]                            => true
n in = 5                                         => true
n in != 5                                        => false
s in ("PV", "CV")                                => true
(n in [1..5]) and p                              => true
n in [1..5] and p                                => true
if n > 3 then "big" else "small"                 => "big"
if m > 3 then "big" else "small"                 => "small"
if q then 1 else 2                               => 2
if "x" then 1 else 2                             => 2
if p then n else null                            => 5
date("2024-02-29")                               => "2024-02-29"
date("2023-02-29")                               => null
date(2024, 2, 29)                                => "2024-02-29"
@"2024-02-29" = d                                => true
d + duration("P1D")                              => "2024-03-01"
d - @"P1D"                                       => "2024-02-28"
d + duration("P1Y")                              => "2025-02-28"
date("2024-01-31") + duration("P1M")             => "2024-02-29"
date("0001-01-01") - duration("P1D")             => null
date("0001-01-01") - duration("P30D") < d        => null
date("9999-12-31") + duration("P1D")             => null
date("9999-12-30") + duration("P1D")             => "9999-12-31"
d - duration("P738944D")                         => "0001-01-01"
d - duration("P738945D")                         => null
d + duration("P2147483647D")                     => null
d + duration("-P2147483647D") = null             => true
d + duration("P999999D") + duration("P9999999D") => null
d + duration("P7975Y") > d                       => true
d + duration("P7975Y")                           => "9999-02-28"
d + duration("P7976Y")                           => null
d + duration("P7976Y") > d                       => null
d - duration("P2023Y")                           => "0001-02-28"
d - duration("P2024Y")                           => null
d - duration("P20Y")                             => "2004-02-29"
d + duration("P178956970Y")                      => null
d - duration("P178956970Y")                      => null
date("9999-12-31") - duration("P9998Y")          => "0001-12-31"
e + duration("P1D")                              => null
e + duration("P1M")                              => null
w + duration("P2147483647D")                     => null
-(w + duration("P2147483644D"))                  => "-P2147483647D"
duration("P178956970Y") + duration("P8M")        => null
if q then duration("P1M") else null               => null
if p then duration("P1Y") else null               => "P1Y"
99 ** 99 ** 99                                   => null
n ** 99999                                       => null
(-2) ** 99999                                    => null
2 ** -99999 < 1                                  => true
0 ** 99999                                       => 0
0 ** 0                                           => 1
1 ** 99999                                       => 1
1e6144 * 1e6144                                  => null
d - date("2024-02-01")                           => "P28D"
date("2024-02-01") - d                           => "-P28D"
d - e                                            => null
d > e                                            => null
e = null                                         => true
d < date("2024-03-01")                           => true
d.year                                           => 2024
d.month + d.day                                  => 31
d.weekday                                        => 4
duration("P1D") = duration("PT24H")              => true
duration("P12M") = duration("P1Y")               => true
duration("P1Y2M")                                => "P1Y2M"
duration("P1M") + duration("P14M")               => "P1Y3M"
duration("P0Y") = duration("P0D")                => true
w + duration("P1D")                              => "P4D"
w > duration("P2D")                              => true
-w                                               => "-P3D"
w.days                                           => 3
w / duration("P2D")                              => 1.5
Days past due + 1                                => 32
Days past + 1                                    => 8
Days  past   due > 30                            => true
a-b * 2                                          => 4
Approved/Declined = "Approved"                   => true
[1, 2, n]                                        => [1, 2, 5]
[1, [2, 3]] = [1, [2, 3]]                        => true
[] = []                                          => true
[1] = 1                                          => null
{a: 1, b: a + n}                                 => {"a": 1, "b": 6}
{a: {b: "x"}}.a.b                                => "x"
{a: 1, b: 2} = {b: 2, a: 1}                      => true
abs(-2.5)                                        => 2.5
floor(-1.5)                                      => -2
ceiling(-1.5)                                    => -1
round up(1.21, 1)                                => 1.3
round down(-1.29, 1)                             => -1.2
round half up(-1.25, 1)                          => -1.3
round half down(1.25, 1)                         => 1.2
decimal(2.5, 0)                                  => 2
decimal(3.5, 0)                                  => 4
decimal(1.005, 2)                                => 1
decimal(125, -1)                                 => 120
modulo(-12, 5)                                   => 3
modulo(12, -5)                                   => -3
modulo(n, 0)                                     => null
min(3, n, 1)                                     => 1
max([3, n, 9.5])                                 => 9.5
max(n, m)                                        => null
min("b", "B", "a")                               => "B"
sum([1, 2, n])                                   => 8
sum(n, m)                                        => null
count([n, m, 1])                                 => 3
string length("🐎a")                             => 2
contains(s, "V")                                 => true
starts with(s, "V")                              => false
ends with(s, "V")                                => true
contains(t, "V")                                 => null
// a comment
1 /* and another */ + 1                          => 2
`

const REFUSED = `
x + 1                                            => the name 'x' is not known
for i in [1, 2] return i                         => for … return
some x in [1] satisfies x > 0                    => 'some'
every x in [1] satisfies x > 0                   => 'every'
function(a) a                                    => function definition
[1, 2][1]                                        => filter
s instance of string                             => instance of
now()                                            => function 'now'
mean([1, 2])                                     => function 'mean'
matches(s, "a+")                                 => function 'matches'
abs(n: 1)                                        => named arguments
time("10:00:00")                                 => function 'time'
date and time("2024-01-01T00:00:00")             => function 'date and time'
@"10:00:00"                                      => time or date and time
duration("PT36H")                                => not a whole number of days
duration("P1DT1S")                               => not a whole number of days
date("-2024-01-01")                              => outside 0001 to 9999
date(s)                                          => anything but a constant
w * 2                                            => arithmetic
w = duration("P1M")                              => days and time duration with a years and months
if p then 1 else "a"                             => if … then
[5..1] = [5..1] and n in [5..1]                  => ends before it begins
n in [null..5]                                   => null end
null in [1]                                      => 'in' on null
n in not(5)                                      => 'not(…)' inside a list of tests
date("2024-01-01T10:00:00") = d                  => with a time or a zone
[1..5]                                           => a range as a result
"a \\d"                                          => escape
n.foo                                            => property 'foo'
1 +                                              => unexpected the end
1 2                                              => unexpected '2'
? > 1                                            => '?' stands outside
{a: 1, a: 2}                                     => twice
`

function lines(table: string): [string, string][] {
  return table
    .trim()
    .split('\n')
    .filter(line => !line.startsWith('//'))
    .map(line => {
      const at = line.lastIndexOf(' => ')
      return [line.slice(0, at).trim(), line.slice(at + 4).trim()]
    })
}

describe('expressions', () => {
  const database = testDatabase()

  test.each(lines(ANSWERS))('%s  =>  %s', async (expression, expected) => {
    const [answer] = await evaluateFacts(database.db.query, literalModel(expression, INPUTS), 'D', [FACTS])
    expect(answer?.result).toEqual(JSON.parse(expected))
  })

  test.each(lines(REFUSED))('%s  is refused: %s', (expression, reason) => {
    const refusal = refusalOf(() => compileDecision(literalModel(expression, INPUTS), 'D'))
    expect(refusal).toContain(reason)
    expect(refusal).toMatch(/^test\.dmn:\d+, decision 'D': /)
  })

  test('numbers keep every digit in and out', async () => {
    const fact = { n: 12345678901234567890123456789012345n }
    const [answer] = await evaluateFacts(database.db.query, literalModel('n + 0.1', { n: 'number' }), 'D', [fact])
    expect(answer?.resultText).toBe('12345678901234567890123456789012345.1')
  })

  test('numbers are exact beyond the 34 digits of FEEL, and a power has at most 6145', async () => {
    const asked = (text: string) =>
      evaluateFacts(database.db.query, literalModel(text, { n: 'number' }), 'D', [{ n: 10 }])
    const [square] = await asked('12345678901234567890123456789012345 * (n + 12345678901234567890123456789012335)')
    expect(square?.resultText).toBe(String(12345678901234567890123456789012345n ** 2n))
    const [largest] = await asked('n ** 6144')
    expect(largest?.resultText).toBe(`1${'0'.repeat(6144)}`)
    expect((await asked('n ** 6145'))[0]?.resultText).toBe('null')
  })

  test('a text of SQL stays a text', async () => {
    const text = `'); drop table facts; -- \\' "`
    const model = literalModel(`if s = ${JSON.stringify(text)} then s else "no"`, { s: 'string' })
    const [answer] = await evaluateFacts(database.db.query, model, 'D', [{ s: text }])
    expect(answer?.result).toBe(text)
  })

  test('an input called like SQL is only a name', async () => {
    const name = 'x" from pg_user; --'
    const model = literalModel(`${name} + 1`, { [name]: 'number' })
    const [answer] = await evaluateFacts(database.db.query, model, 'D', [{ [name]: 1 }])
    expect(answer?.result).toBe(2)
  })

  test.each([
    ['n', 'number', '"5"', `fact 1, input 'n', value "5": number is expected`],
    ['p', 'boolean', '"true"', `fact 1, input 'p', value "true": boolean is expected`],
    ['s', 'string', '5', `fact 1, input 's', value 5: string is expected`],
    ['d', 'date', '"2024-02-30"', `fact 1, input 'd', value "2024-02-30": date is expected (YYYY-MM-DD)`],
    [
      'w',
      'days and time duration',
      '"P1M"',
      `fact 1, input 'w', value "P1M": days and time duration (whole days) is expected`,
    ],
    ['n', 'number', '[1]', `fact 1, input 'n', value [1]: number is expected`],
  ])('a fact of the wrong type is named: %s %s %s', async (name, type, value, message) => {
    const given = evaluateFacts(database.db.query, literalModel(name, { [name]: type }), 'D', [
      {},
      { [name]: JSON.parse(value) },
    ])
    await expect(given).rejects.toThrow(message)
  })
})
