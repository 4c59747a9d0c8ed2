/**
 * Where a variable is declared in the text of a module: line and column, from 1. Undefined where the text declares it
 * nowhere, or more than once: then nobody can tell which one was meant. An export of CommonJS is where it is assigned.
 */
export function declaration(text: string, name: string): { line: number; column: number } | undefined {
  const wanted = patternsFor(name)
  const lines = text.split(/\r?\n/)
  for (const pattern of wanted) {
    const found = lines.flatMap((line, index) => {
      const match = pattern.exec(line)
      return match === null
        ? []
        : [{ line: index + 1, column: match[1].length + 1, indent: /^\s*/.exec(line)![0].length }]
    })
    // What stands furthest to the left is declared by the module and not by one of its functions.
    const least = Math.min(...found.map(({ indent }) => indent))
    const outer = found.filter(({ indent }) => indent === least)
    if (outer.length === 1) return { line: outer[0].line, column: outer[0].column }
    if (outer.length > 1) return undefined
  }
  return undefined
}

/** From the clearest to the last resort; the first group is what stands before the name. */
function patternsFor(name: string): RegExp[] {
  const property = /^module\.exports\.?(.*)$/s.exec(name)
  if (property !== null) {
    const [, key] = property
    if (key === '') return [/^(\s*)module\.exports\s*=(?!=)/]
    return [new RegExp(`^(\\s*(?:module\\.)?exports\\.)${literal(key)}\\s*=(?!=)`), ...patternsFor(key)]
  }
  if (name === 'default') return [/^(\s*export\s+)default\b/, /^(\s*export\s*\{.*\bas\s+)default\b/]
  const id = literal(name)
  return [
    new RegExp(
      `^(\\s*(?:export\\s+)?(?:declare\\s+)?(?:const|let|var|class|function\\*?|async\\s+function\\*?)\\s+)${id}(?![\\w$])`,
    ),
    new RegExp(`^(\\s*(?:export\\s+)?(?:const|let|var)\\s+[^=]*?[{[,\\s])${id}(?![\\w$]).*=`),
    new RegExp(`^(\\s*export\\s*\\{.*?\\b)${id}(?![\\w$])`),
  ]
}

const literal = (text: string): string => text.replace(/[^\w]/g, '\\$&')
