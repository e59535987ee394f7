// Small DMN models for tests, written as text so that the reader sees what is tested.

import { type DmnModel, readDmn } from '../../src/decision/index.ts'

export type Names = Readonly<Record<string, string>>

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

/** One decision `D` whose logic is a literal expression over inputs of the given types. */
export function literalModel(expression: string, inputs: Names = {}, typeRef?: string, definitions = ''): DmnModel {
  return modelOf(
    `<literalExpression><text>${escape(expression)}</text></literalExpression>`,
    inputs,
    typeRef,
    definitions,
  )
}

/**
 * One decision `D` from a drawn table. The first line names the inputs, then `|`, then the outputs; a line of allowed values may
 * follow, marked `~`; each further line is a rule. Cells are parted by `;`.
 */
export function tableModel(
  drawing: string,
  inputs: Names,
  attributes: string,
  options: { definitions?: string; typeRef?: string; defaults?: string } = {},
): DmnModel {
  const lines = drawing.trim().split('\n')
  const cells = (line: string) =>
    line.split('|').map(side => (side.trim() === '' ? [] : side.split(';').map(cell => cell.trim())))
  const [heads = [], names = []] = cells(lines[0] ?? '')
  const limitLine = lines.find(line => line.trim().startsWith('~'))
  const [inputLimits = [], outputLimits = []] = limitLine ? cells(limitLine.trim().slice(1)) : []
  const defaults = options.defaults?.split(';').map(cell => cell.trim())
  const limit = (element: string, text: string | undefined) =>
    text === undefined || text === '-' ? '' : `<${element}><text>${escape(text)}</text></${element}>`
  const rules = lines
    .slice(1)
    .filter(line => !line.trim().startsWith('~'))
    .map((line, index) => {
      const [tests = [], outputs = []] = cells(line)
      const entries = tests.map(text => `<inputEntry><text>${escape(text)}</text></inputEntry>`).join('')
      return `<rule id="r${index + 1}">${entries}${outputs.map(text => `<outputEntry><text>${escape(text)}</text></outputEntry>`).join('')}</rule>`
    })
  const table = `<decisionTable ${attributes}>
${heads.map((text, index) => `<input><inputExpression><text>${escape(text)}</text></inputExpression>${limit('inputValues', inputLimits[index])}</input>`).join('\n')}
${names.map((name, index) => `<output name="${escape(name)}">${limit('outputValues', outputLimits[index])}${limit('defaultOutputEntry', defaults?.[index])}</output>`).join('\n')}
${rules.join('\n')}
</decisionTable>`
  return modelOf(table, inputs, options.typeRef, options.definitions ?? '')
}

function modelOf(logic: string, inputs: Names, typeRef: string | undefined, definitions: string): DmnModel {
  const entries = Object.entries(inputs)
  const type = (name: string | undefined) => (name === undefined ? '' : ` typeRef="${name}"`)
  return readDmn(
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="test" namespace="urn:test">
${definitions}
${entries.map(([name, kind], index) => `<inputData id="i${index}" name="${escape(name)}"><variable name="${escape(name)}" typeRef="${kind}"/></inputData>`).join('\n')}
<decision id="d" name="D"><variable name="D"${type(typeRef)}/>
${entries.map((_, index) => `<informationRequirement><requiredInput href="#i${index}"/></informationRequirement>`).join('\n')}
${logic}
</decision></definitions>`,
    { file: 'test.dmn' },
  )
}

/** What compiling says when it refuses, or null when it does not. */
export function refusalOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}
