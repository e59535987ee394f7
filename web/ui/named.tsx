// A name, or a code that has none because a lender's own tables brought it: a code is set as one, so that it does not look like a mistake.

type NamedProps = { readonly code: string; readonly name: string }

export function Named({ code, name }: NamedProps) {
  if (name !== code) return <>{name}</>
  return <code className="font-mono text-[0.9em]">{code}</code>
}
