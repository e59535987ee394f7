// Puts changed parts back into the XML element they were read from: attributes and children that we do not model stay
// where they are, comments and white space included.

import type { XmlAttribute, XmlElement, XmlNode } from '../xml/tree.ts'

export type AttributeChange = {
  readonly name: string
  /** Undefined removes the attribute. */
  readonly value: string | undefined
  /** Whether the text in the file already means `value`; it is then left as written. */
  readonly means?: (written: string) => boolean
}

/** New children of one kind, in the place the schema gives this kind among its siblings. */
export type ChildGroup = { readonly local: string; readonly elements: readonly XmlElement[] | 'keep' }

export type XmlMaker = { readonly prefix: string; readonly uri: string }

export function newElement(
  maker: XmlMaker,
  local: string,
  attributes: readonly (readonly [string, string | undefined])[] = [],
  children: readonly XmlNode[] = [],
): XmlElement {
  return {
    kind: 'element',
    name: maker.prefix === '' ? local : `${maker.prefix}:${local}`,
    local,
    prefix: maker.prefix,
    uri: maker.uri,
    attributes: attributes.flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, local: name, uri: '', value }],
    ),
    children,
    line: 0,
  }
}

export function withAttributes(element: XmlElement, changes: readonly AttributeChange[]): XmlElement {
  const attributes: XmlAttribute[] = []
  const pending = new Map(changes.map(change => [change.name, change]))
  for (const attribute of element.attributes) {
    const change = pending.get(attribute.name)
    pending.delete(attribute.name)
    if (
      change === undefined ||
      change.value === attribute.value ||
      (change.value !== undefined && change.means?.(attribute.value))
    ) {
      attributes.push(attribute)
    } else if (change.value !== undefined) attributes.push({ ...attribute, value: change.value })
    else if (change.means?.(attribute.value)) attributes.push(attribute)
  }
  for (const { name, value } of pending.values()) {
    if (value !== undefined) attributes.push({ name, local: name, uri: '', value })
  }
  return { ...element, attributes }
}

/**
 * Replaces the children of each group. Elements of a group take the places its kind has in the source, in order; surplus
 * places go with the white space before them, surplus elements follow the last of their kind.
 */
export function withChildren(element: XmlElement, groups: readonly ChildGroup[]): XmlElement {
  const queues = new Map<string, XmlElement[]>(
    groups.flatMap(group => (group.elements === 'keep' ? [] : [[group.local, [...group.elements]] as const])),
  )
  const children: XmlNode[] = []
  for (const node of element.children) {
    const queue = node.kind === 'element' && node.uri === element.uri ? queues.get(node.local) : undefined
    if (queue === undefined) children.push(node)
    else {
      const next = queue.shift()
      if (next) children.push(next)
      else if (isBlank(children.at(-1))) children.pop()
    }
  }
  for (const [position, group] of groups.entries()) {
    for (const added of queues.get(group.local) ?? [])
      insert(children, groups.slice(0, position + 1), added, element.uri)
  }
  return { ...element, children }
}

function insert(children: XmlNode[], before: readonly ChildGroup[], added: XmlElement, uri: string): void {
  const kinds = new Set(before.map(group => group.local))
  const last = children.findLastIndex(node => node.kind === 'element' && node.uri === uri && kinds.has(node.local))
  // With nothing before it, the new element still comes behind the white space that opens the parent.
  const at = last === -1 ? 0 : last + 1
  const blank = children.find((node, index) => isBlank(node) && children[index + 1]?.kind === 'element')
  children.splice(at, 0, ...(blank ? [blank, added] : [added]))
}

function isBlank(node: XmlNode | undefined): boolean {
  return node?.kind === 'text' && node.text.trim() === ''
}

/** Line breaks and indentation for an element that was made by us and holds only elements. */
export function indented(element: XmlElement, depth: number): XmlElement {
  if (element.line !== 0 || element.children.length === 0 || element.children.some(child => child.kind !== 'element'))
    return element
  const gap = (steps: number): XmlNode => ({ kind: 'text', text: `\n${'  '.repeat(steps)}` })
  const children = element.children.flatMap(child => [
    gap(depth + 1),
    child.kind === 'element' ? indented(child, depth + 1) : child,
  ])
  return { ...element, children: [...children, gap(depth)] }
}
