// What stands in a file stays where it is: also the rare things, which the reader listens for only where they may come.

import { expect, it } from 'vitest'
import { readXml } from './read-xml.ts'
import type { XmlNode } from './tree.ts'

const kinds = (nodes: readonly XmlNode[]): unknown[] =>
  nodes.map(node =>
    node.kind === 'element' ? [node.name, node.line, ...kinds(node.children)] : Object.values(node).join(' '),
  )

it('keeps declaration, document type, instructions, comments and character data in their order, and the line of each element', () => {
  const { declaration, nodes } = readXml(
    '<?xml version="1.0" standalone="yes"?><!DOCTYPE a []><?style x?>\n<a b="1"\n c="2"><!-- c --><b/>t<![CDATA[d < e]]>\n<?f g?></a><!-- h -->',
  )
  expect(declaration).toEqual({ version: '1.0', standalone: 'yes' })
  expect(kinds(nodes)).toEqual([
    'doctype  a []',
    'instruction style x',
    'text \n',
    ['a', 2, 'comment  c ', ['b', 3], 'text t', 'cdata d < e', 'text \n', 'instruction f g'],
    'comment  h ',
  ])
})

it('knows no declaration where there is none', () => {
  expect(readXml('<a/>').declaration).toBeNull()
  expect(readXml('<?xml-stylesheet href="x"?><a/>').nodes[0]).toMatchObject({
    kind: 'instruction',
    target: 'xml-stylesheet',
  })
})

it('refuses what is cut short or not well formed, with the line', () => {
  for (const text of ['<?xml version="1.0"', '<a>\n<b></a>', '<a>]]></a>', ''])
    expect(() => readXml(text, 'f.dmn'), text).toThrow('f.dmn')
})

it('counts the line of an element from its name, wherever the line breaks stand', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const { nodes } = readXml(['<a', 'x="1">', '<b', '/><c>', '</c><d', '>t</d></a>'].join(end))
    expect(kinds(nodes)).toEqual([['a', 1, 'text \n', ['b', 3], ['c', 4, 'text \n'], ['d', 5, 'text t']]])
  }
})
