import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../../kernel/index.ts'
import { NAMESPACE } from './fields.ts'
import { type RawRecord, readRecords } from './read-records.ts'

const OPEN = `<?xml version="1.0"?>\n<assetData xmlns="${NAMESPACE}">\n`
const RECORD =
  '<assets>\n  <assetNumber>A1</assetNumber>\n  <subvented>1</subvented>\n  <subvented>2</subvented>\n</assets>\n'

async function read(text: string, options: { shortcut?: boolean; chunk?: number } = {}): Promise<RawRecord[]> {
  async function* chunks(): AsyncGenerator<string> {
    const size = options.chunk ?? text.length
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  const records: RawRecord[] = []
  for await (const batch of readRecords('f.xml', chunks(), { shortcut: options.shortcut ?? true }))
    records.push(...batch)
  return records
}

async function outcome(text: string, options: { shortcut?: boolean; chunk?: number }): Promise<unknown> {
  try {
    return await read(text, options)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return error.code
  }
}

describe('records of an asset-data file', () => {
  it('come with the line of every field, repeated ones included', async () => {
    expect(await read(`${OPEN}${RECORD}${RECORD}</assetData>`)).toEqual(
      [3, 8].map(line => ({
        line,
        fields: [
          { name: 'assetNumber', value: 'A1', line: line + 1 },
          { name: 'subvented', value: '1', line: line + 2 },
          { name: 'subvented', value: '2', line: line + 3 },
        ],
      })),
    )
  })

  it('may use a prefix, comments, CDATA, references, CRLF and one line for everything', async () => {
    const prefixed = `<x:assetData xmlns:x="${NAMESPACE}"><!-- a > b <assets> --><x:assets><x:assetNumber>A &amp; <![CDATA[<B>]]></x:assetNumber></x:assets></x:assetData>`
    expect(await read(prefixed)).toEqual([{ line: 1, fields: [{ name: 'assetNumber', value: 'A & <B>', line: 1 }] }])
    const crlf = `${OPEN}${RECORD}</assetData>`.replaceAll('\n', '\r\n')
    expect(await read(crlf)).toEqual(await read(`${OPEN}${RECORD}</assetData>`))
    const hidden = `${OPEN}<!-- <assets><assetNumber>NO</assetNumber></assets> -->${RECORD}</assetData>`
    expect(await read(hidden)).toHaveLength(1)
  })

  it.each([
    [
      'a lease file',
      `<assetData xmlns="${NAMESPACE.replace('autoloan', 'autolease')}"><assets/></assetData>`,
      'book.wrong_schema',
      /line 1: the root element is 'assetData' of .*autolease/,
    ],
    ['another XML file', '<html><body/></html>', 'book.wrong_schema', /root element is 'html'/],
    ['no namespace', '<assetData><assets/></assetData>', 'book.wrong_schema', /without a namespace/],
    [
      'another child',
      `${OPEN}<loans/></assetData>`,
      'book.wrong_schema',
      /line 3: 'loans' stands where only 'assets' may/,
    ],
    [
      'loose text',
      `${OPEN}${RECORD}oops${RECORD}</assetData>`,
      'book.wrong_schema',
      /text 'oops' stands outside a field/,
    ],
    ['text, not XML', 'loan_number,balance\n1,2\n', 'book.file_broken', /line 1: not an XML file/],
    ['cut off in a record', `${OPEN}${RECORD}<assets><assetNumber>A`, 'book.file_broken', /unclosed tag/],
    ['cut off between records', `${OPEN}${RECORD}`, 'book.file_broken', /unclosed tag/],
    ['crossed tags', `${OPEN}<assets><a>1</b></assets></assetData>`, 'book.file_broken', /not well-formed/],
    [
      'an unknown entity',
      `${OPEN}<assets><assetNumber>&lol;</assetNumber></assets></assetData>`,
      'book.file_broken',
      /undefined entity|not well-formed/,
    ],
    ['a second root', `${OPEN}${RECORD}</assetData><assetData/>`, 'book.file_broken', /not well-formed/],
  ])('%s is refused as a whole, naming file and line', async (_, text, code, message) => {
    const error = await read(text).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Fault)
    expect((error as Fault).code).toBe(code)
    expect((error as Fault).message).toMatch(message)
    expect((error as Fault).message).toMatch(/^f\.xml: line \d+: /)
  })

  it('an element that never ends does not fill the memory', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield `${OPEN}<assets><assetNumber>`
      for (let index = 0; index < 1_000; index += 1) yield 'x'.repeat(10_000)
    }
    const all = async () => {
      for await (const _ of readRecords('f.xml', endless())) void _
    }
    await expect(all()).rejects.toThrow(/goes on for more than 1000000 characters/)
  })

  it('the shortcut answers exactly as the XML parser alone, whatever was damaged and however the file is cut into chunks', async () => {
    const whole = `${OPEN}${RECORD}<assets><assetNumber>B&amp;2</assetNumber></assets>\n<!-- c -->${RECORD}<?pi d?>\n${RECORD}</assetData>\n`
    const damage = fc.array(
      fc.record({
        at: fc.nat({ max: whole.length }),
        remove: fc.nat({ max: 30 }),
        insert: fc.constantFrom(
          '',
          '<',
          '>',
          '</',
          '&',
          '&#10;',
          ']]>',
          '<!--',
          '-->',
          '<assets>',
          '</assets>',
          '<a>1</a>',
          '\r\n',
          '\n',
          '\u0001',
          '"',
          '</assetData>',
          '<![CDATA[x]]>',
          ' ',
        ),
      }),
      { maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(damage, fc.integer({ min: 1, max: 200 }), async (edits, chunk) => {
        let text = whole
        for (const edit of edits) text = text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove)
        const plain = await outcome(text, { shortcut: false })
        expect(await outcome(text, { shortcut: true, chunk })).toEqual(plain)
        expect(await outcome(text, { shortcut: true })).toEqual(plain)
      }),
      { numRuns: 2_000 },
    )
  })
})
