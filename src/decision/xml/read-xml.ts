// XML text to tree. Not forgiving: what is not well formed is refused with its line.

import { type SaxesAttributeNS, SaxesParser } from 'saxes'
import { DecisionFault } from '../decision-fault.ts'
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './tree.ts'

/** Deeper nesting than this is an attack or a mistake; our own recursion over the tree relies on it. */
const DEPTH_MAX = 200

type Open = { element: Omit<XmlElement, 'children'>; children: XmlNode[] }

/** Throws DecisionFault 'decision.xml' with file and line when the text is not well formed. */
export function readXml(text: string, file?: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const nodes: XmlNode[] = []
  const stack: Open[] = []
  let declaration: XmlDocument['declaration'] = null
  let line = 1
  const add = (node: XmlNode): void => {
    const top = stack.at(-1)
    if (top) top.children.push(node)
    else nodes.push(node)
  }
  parser.on('error', error => {
    throw new DecisionFault('decision.xml', error.message.replace(/^\d+:\d+: /, ''), {
      file,
      line: parser.line,
      element: stack.at(-1)?.element.name,
    })
  })
  parser.on('xmldecl', found => {
    declaration = {
      ...(found.version === undefined ? {} : { version: found.version }),
      ...(found.encoding === undefined ? {} : { encoding: found.encoding }),
      ...(found.standalone === undefined ? {} : { standalone: found.standalone }),
    }
  })
  parser.on('doctype', found => add({ kind: 'doctype', text: found }))
  parser.on('comment', found => add({ kind: 'comment', text: found }))
  parser.on('cdata', found => add({ kind: 'cdata', text: found }))
  parser.on('text', found => add({ kind: 'text', text: found }))
  parser.on('processinginstruction', found => add({ kind: 'instruction', target: found.target, body: found.body }))
  parser.on('opentagstart', () => {
    line = parser.line
  })
  parser.on('opentag', tag => {
    if (stack.length >= DEPTH_MAX) {
      throw new DecisionFault('decision.xml', `elements are nested more than ${DEPTH_MAX} deep`, {
        file,
        line,
        element: tag.name,
      })
    }
    const attributes = Object.values(tag.attributes as Record<string, SaxesAttributeNS>).map(
      (attribute): XmlAttribute => ({
        name: attribute.name,
        local: attribute.local,
        uri: attribute.uri,
        value: attribute.value,
      }),
    )
    const element = {
      kind: 'element' as const,
      name: tag.name,
      local: tag.local,
      prefix: tag.prefix,
      uri: tag.uri,
      attributes,
      line,
    }
    stack.push({ element, children: [] })
  })
  parser.on('closetag', () => {
    const top = stack.pop()
    if (top) add({ ...top.element, children: top.children })
  })
  parser.write(text.startsWith('\ufeff') ? text.slice(1) : text).close()
  return { declaration, nodes }
}
