// A colour of the style sheet as plain rgb text, for what is drawn on a canvas and knows no variables.

export function resolveColour(within: Element, colour: string): string {
  const probe = document.createElement('span')
  probe.style.color = colour
  within.append(probe)
  const resolved = getComputedStyle(probe).color
  probe.remove()
  return resolved
}
