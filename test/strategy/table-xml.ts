// Small decision tables for tests of the chain.

export type TableSketch = {
  readonly name: string
  readonly hitPolicy?: string
  readonly inputs: readonly (readonly [name: string, type: string])[]
  readonly outputs: readonly (readonly [name: string, type: string])[]
  /** Cells as FEEL text: inputs first, then outputs. */
  readonly rules: readonly (readonly string[])[]
  /** Prefix of the rule ids: `<prefix>-1`, `<prefix>-2` … */
  readonly prefix?: string
}

export function tableXml({ name, hitPolicy = 'FIRST', inputs, outputs, rules, prefix = name }: TableSketch): string {
  const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const cell = (tag: string, text: string) => `<${tag}><text>${xml(text)}</text></${tag}>`
  const rows = rules.map((cells, index) => {
    const entries = cells.map((text, at) => cell(at < inputs.length ? 'inputEntry' : 'outputEntry', text))
    return `<rule id="${prefix}-${index + 1}">${entries.join('')}</rule>`
  })
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="urn:test">
    ${inputs.map(([input, type]) => `<inputData id="i-${input}" name="${input}"><variable name="${input}" typeRef="${type}"/></inputData>`).join('\n')}
    <decision id="t" name="${name}"><variable name="${name}"/>
      ${inputs.map(([input]) => `<informationRequirement><requiredInput href="#i-${input}"/></informationRequirement>`).join('\n')}
      <decisionTable hitPolicy="${hitPolicy}">
        ${inputs.map(([input, type]) => `<input><inputExpression typeRef="${type}"><text>${input}</text></inputExpression></input>`).join('\n')}
        ${outputs.map(([output, type]) => `<output name="${output}" typeRef="${type}"/>`).join('\n')}
        ${rows.join('\n')}
      </decisionTable>
    </decision></definitions>`
}
