// A lossless XML tree. DMN files carry drawings, vendor extensions and comments that we do not model; they must come out
// of a round trip as they went in, so the tree keeps every node in its place and the typed model only points into it.

export type XmlAttribute = {
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly value: string
}

export type XmlElement = {
  readonly kind: 'element'
  /** As written, with its prefix. */
  readonly name: string
  readonly local: string
  readonly prefix: string
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  /** Where the start tag stands, from 1; 0 when the element was made by us. */
  readonly line: number
}

export type XmlNode =
  | XmlElement
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cdata'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'instruction'; readonly target: string; readonly body: string }
  | { readonly kind: 'doctype'; readonly text: string }

export type XmlDocument = {
  readonly declaration: { readonly version?: string; readonly encoding?: string; readonly standalone?: string } | null
  /** Comments, instructions and line breaks around the root, and the root itself. */
  readonly nodes: readonly XmlNode[]
}

export function rootOf(document: XmlDocument): XmlElement | null {
  return document.nodes.find(node => node.kind === 'element') ?? null
}

export function elementsOf(element: XmlElement, local?: string): XmlElement[] {
  return element.children.filter(
    (node): node is XmlElement => node.kind === 'element' && (local === undefined || node.local === local),
  )
}

/** The value of an attribute without prefix, or undefined. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find(attribute => attribute.name === name)?.value
}

/** All character data below the element, comments left out. */
export function textOf(element: XmlElement): string {
  let text = ''
  for (const node of element.children) {
    if (node.kind === 'text' || node.kind === 'cdata') text += node.text
    else if (node.kind === 'element') text += textOf(node)
  }
  return text
}
