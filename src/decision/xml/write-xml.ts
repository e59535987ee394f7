// Tree to XML text. Attribute order, prefixes, comments, CDATA and white space are written as they were read.

import type { XmlDocument, XmlNode } from './tree.ts'

export function writeXml(document: XmlDocument): string {
  let text = ''
  if (document.declaration) {
    text += `<?xml version="${document.declaration.version ?? '1.0'}"`
    if (document.declaration.encoding !== undefined) text += ` encoding="${document.declaration.encoding}"`
    if (document.declaration.standalone !== undefined) text += ` standalone="${document.declaration.standalone}"`
    text += '?>\n'
  }
  let root = false
  for (const node of document.nodes) {
    // White space around the root is not reported by parsers before the root; one line break keeps nodes apart.
    if (node.kind === 'text') continue
    if (root || node.kind !== 'element') text += writeNode(node)
    else {
      text += writeNode(node)
      root = true
    }
    text += '\n'
  }
  return text
}

function writeNode(node: XmlNode): string {
  switch (node.kind) {
    case 'text':
      return escapeText(node.text)
    case 'cdata':
      return `<![CDATA[${node.text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    case 'comment':
      return `<!--${node.text}-->`
    case 'instruction':
      return `<?${node.target}${node.body === '' ? '' : ` ${node.body}`}?>`
    case 'doctype':
      return `<!DOCTYPE${node.text}>`
  }
  // element
  const attributes = node.attributes
    .map(attribute => ` ${attribute.name}="${escapeAttribute(attribute.value)}"`)
    .join('')
  if (node.children.length === 0) return `<${node.name}${attributes}/>`
  return `<${node.name}${attributes}>${node.children.map(writeNode).join('')}</${node.name}>`
}

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, found => (found === '\r' ? '&#13;' : ENTITIES[found]!))
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, found => ENTITIES[found] ?? `&#${found.charCodeAt(0)};`)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
