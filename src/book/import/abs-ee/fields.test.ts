import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedData } from '../../../../test/kit/index.ts'
import { FIELDS, type FieldType, NAMESPACE } from './fields.ts'

const xsd = sharedData('absee/xsd')

describe.skipIf(xsd.absent)(`the field catalogue against the published schema ${xsd.reason}`, () => {
  const read = (name: string): string => (existsSync(xsd.path) ? readFileSync(join(xsd.path, name), 'utf8') : '')
  const schema = read('eis_ABS_AutoLoanAssetData.xsd')
  const types = schema + read('eis_ABS_Common.xsd') + read('eis_Common.xsd')

  it('has the same 72 fields in the same order, with the same types, codes and repetition', () => {
    const elements = [
      ...schema.matchAll(
        /<xs:element name="(\w+)" type="(?:(ns\d):)?(\w+)" minOccurs="(\d)"( maxOccurs="unbounded")?/g,
      ),
    ].filter(([, name]) => name !== 'assets')
    expect(elements).toHaveLength(72)
    const published = elements.map(([, name, prefix, type, minOccurs, unbounded]) => ({
      name,
      type: typeOf(prefix ?? '', type ?? ''),
      isRequired: minOccurs === '1',
      isRepeated: unbounded !== undefined,
    }))
    const ours = FIELDS.map(field => ({
      name: field.name,
      type: field.type,
      // we need the end of the period to place the month, beyond what the schema asks
      isRequired: field.name === 'reportingPeriodEndingDate' ? false : (field.isRequired ?? false),
      isRepeated: field.isRepeated ?? false,
    }))
    expect(ours).toEqual(published)
  })

  it('has the namespace of auto-loan data', () => expect(schema).toContain(`targetNamespace="${NAMESPACE}"`))

  function typeOf(prefix: string, name: string): FieldType {
    // the two common schemas define types of one name with different white-space rules
    const file = prefix === 'ns1' ? read('eis_Common.xsd') : prefix === 'ns2' ? read('eis_ABS_Common.xsd') : types
    const definition = new RegExp(`<xs:simpleType name="${name}">([\\s\\S]*?)</xs:simpleType>`).exec(file)?.[1] ?? ''
    const values = [...definition.matchAll(/<xs:enumeration value="([^"]*)"/g)].map(match => match[1] ?? '')
    if (values.length > 0) return { kind: 'code', values }
    const length = /maxLength value="(\d+)"/.exec(definition)?.[1]
    if (length) return { kind: definition.includes('base="xs:token"') ? 'token' : 'text', lengthMax: Number(length) }
    if (definition.includes('base="xs:boolean"')) return { kind: 'flag' }
    if (definition.includes('base="xs:decimal"')) return { kind: 'decimal' }
    const digits = /\\d\{0,(\d)\}/.exec(definition)?.[1]
    if (digits) return { kind: 'whole', digitsMax: Number(digits) }
    return { kind: definition.includes('\\d{1,2}-\\d{1,2}-\\d{4}') ? 'date' : 'month' }
  }
})
