// People who do not exist: names nobody bears, telephone numbers that cannot ring, addresses in places that are not there. The numbers
// matter most: a demo book may be wired to a dialler by mistake and must still reach nobody.

import type { Random } from './random.ts'

export type DemoPerson = { readonly name: string; readonly language: string; readonly phone: string }

type Names = readonly [string, ...string[]]

const CN_SURNAMES: Names = [
  '赵',
  '钱',
  '孙',
  '李',
  '周',
  '吴',
  '郑',
  '王',
  '冯',
  '陈',
  '褚',
  '卫',
  '蒋',
  '沈',
  '韩',
  '杨',
]
const CN_STEMS: Names = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸']
const CN_NUMERALS: Names = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const US_GIVEN: Names = [
  'Alfa',
  'Bravo',
  'Delta',
  'Echo',
  'Foxtrot',
  'Hotel',
  'Juliett',
  'Kilo',
  'Lima',
  'Oscar',
  'Quebec',
  'Tango',
  'Zulu',
]
const US_SURNAMES: Names = [
  'Sampleton',
  'Mockridge',
  'Placeholder',
  'Fictwell',
  'Demoson',
  'Testerby',
  'Exampleby',
  'Imaginson',
  'Specimenko',
  'Dummyfield',
]
/** Any area code will do: what is reserved is 555-0100 to 555-0199 within each. */
const US_AREAS: Names = [
  '201',
  '212',
  '213',
  '305',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '617',
  '702',
  '713',
  '804',
  '901',
  '919',
]
/** Area codes of Beijing, Guangzhou and Shanghai. */
const CN_AREAS: Names = ['10', '20', '21']

/** The language follows the market: one in nine of the American customers prefers Spanish. */
export function drawPerson(jurisdiction: 'CN' | 'US', random: Random): DemoPerson {
  if (jurisdiction === 'CN') {
    const name = `${random.pick(CN_SURNAMES)}${random.pick(CN_STEMS)}${random.pick(CN_NUMERALS)}`
    return { name, language: 'zh-CN', phone: cnPhone(random) }
  }
  const name = `${random.pick(US_GIVEN)} ${random.pick(US_SURNAMES)}`
  return { name, language: random.chance(0.11) ? 'es-US' : 'en-US', phone: usPhone(random) }
}

/** A place that is on no map. ZIP 00000 and postal code 000000 are assigned to nowhere. */
export function drawAddress(jurisdiction: 'CN' | 'US', random: Random): string {
  const number = random.between(1, 980)
  if (jurisdiction === 'CN') {
    const street = random.pick(['测试路', '样本街', '演示大道', '虚构巷'])
    return `示例省虚构市样本区${street}${number}号 000000`
  }
  const street = random.pick(['Imaginary Ave', 'Sample St', 'Placeholder Rd', 'Specimen Blvd'])
  return `${number} ${street}, Sampleville, ZZ 00000`
}

/** example.com is reserved for documentation (RFC 2606). */
export function emailOf(customerNumber: string): string {
  return `${customerNumber.toLowerCase()}@example.com`
}

/** 555-0100 to 555-0199 is set aside for fiction in every area code (North American Numbering Plan, ATIS-0300115). */
function usPhone(random: Random): string {
  return `+1${random.pick(US_AREAS)}55501${String(random.between(0, 99)).padStart(2, '0')}`
}

/** China reserves no range for fiction. A local number in these area codes never begins with 0 (the trunk prefix), so +86 10 0xxx xxxx is
 * complete in form and can be assigned to nobody; 1xx after an area code is avoided, because exchanges route short service codes. */
function cnPhone(random: Random): string {
  return `+86${random.pick(CN_AREAS)}0${String(random.between(0, 9_999_999)).padStart(7, '0')}`
}
