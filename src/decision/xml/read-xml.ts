// XML text to tree. Not forgiving: what is not well formed is refused with its line.

import { type SaxesAttributeNS, SaxesParser, type XMLDecl } from 'saxes'
import { DecisionFault } from '../decision-fault.ts'
import type { XmlAttribute, XmlDocument, XmlElement, XmlNode } from './tree.ts'

/** Deeper nesting than this is an attack or a mistake; our own recursion over the tree relies on it. */
const DEPTH_MAX = 200

/** Throws DecisionFault 'decision.xml' with file and line when the text is not well formed. */
export function readXml(text: string, file?: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const nodes: XmlNode[] = []
  /** The elements that are open, each with the list that its children are put in. */
  const stack: { readonly element: XmlElement; readonly children: XmlNode[] }[] = []
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
  parser.on('comment', found => add({ kind: 'comment', text: found }))
  parser.on('text', found => add({ kind: 'text', text: found }))
  parser.on('opentagstart', () => {
    // The character after the name is read already; a line break there has begun the next line.
    line = parser.columnIndex === 0 ? parser.line - 1 : parser.line
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
    const children: XmlNode[] = []
    const element: XmlElement = {
      kind: 'element',
      name: tag.name,
      local: tag.local,
      prefix: tag.prefix,
      uri: tag.uri,
      attributes,
      children,
      line,
    }
    add(element)
    stack.push({ element, children })
  })
  parser.on('closetag', () => stack.pop())
  // The parser keeps each handler as a property of its own, and V8 makes it a slow dictionary at the seventh: reading takes three
  // times as long. So what hardly any file has is listened for only where it may come.
  if (text.includes('<!DOCTYPE')) parser.on('doctype', found => add({ kind: 'doctype', text: found }))
  if (text.includes('<![CDATA[')) parser.on('cdata', found => add({ kind: 'cdata', text: found }))
  if (/<\?(?!xml\s)/.test(text)) {
    parser.on('processinginstruction', found => add({ kind: 'instruction', target: found.target, body: found.body }))
  }
  parser.write(text.startsWith('\ufeff') ? text.slice(1) : text)
  const declaration = declarationOf(parser.xmlDecl)
  parser.close()
  return { declaration, nodes }
}

/** What the file begins with, or null: a declaration always has a version. */
function declarationOf({ version, encoding, standalone }: XMLDecl): XmlDocument['declaration'] {
  if (version === undefined) return null
  return {
    version,
    ...(encoding === undefined ? {} : { encoding }),
    ...(standalone === undefined ? {} : { standalone }),
  }
}
