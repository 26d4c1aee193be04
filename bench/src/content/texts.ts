import type { Random } from "./random.ts"
import { foreignSentences, nameParts, words } from "./words.ts"

/** What people and models write: about `length` characters, with code now and then, and not only in English. */
export function prose(random: Random, length: number): string {
  const blocks: string[] = []
  let size = 0
  while (size < length) {
    const block = random.chance(0.15)
      ? `\`\`\`ts\n${code(random, random.integer(3, 9))}\n\`\`\``
      : paragraph(random, Math.min(length - size, random.integer(80, 400)))
    blocks.push(block)
    size += block.length + 2
  }
  return blocks.join("\n\n")
}

/** The same, of so many bytes. */
export function proseOfBytes(random: Random, bytes: number): string {
  const text = Buffer.from(prose(random, bytes))
  // A character that is cut becomes a mark of three bytes.
  return text.subarray(0, bytes).toString().replaceAll("\uFFFD", "").padEnd(bytes, ".").slice(0, bytes)
}

/** Lines of a program. */
function code(random: Random, lines: number): string {
  let depth = 0
  return Array.from({ length: lines }, () => {
    if (depth > 0 && random.chance(0.25)) depth -= 1
    const line = `${"  ".repeat(depth)}${codeLine(random)}`
    if (line.endsWith("{")) depth += 1
    return line
  }).join("\n")
}

/** What a tool prints: a file with line numbers, matches of a search, a test run or JSON. About `length` characters. */
export function toolOutput(random: Random, length: number): string {
  const line = random.pick([fileLine, matchLine, testLine, jsonLine])
  const lines: string[] = []
  for (let size = 0, number = random.integer(1, 400); size < length; number += 1) {
    const next = line(random, number)
    lines.push(next)
    size += next.length + 1
  }
  return lines.join("\n")
}

/** A path within a project. */
export const filePath = (random: Random): string =>
  `${random.pick(["src", "packages/core/src", "test", "app/server"])}/${random.pickWord(nameParts)}/${name(random)}.ts`

function paragraph(random: Random, length: number): string {
  const sentences: string[] = []
  for (let size = 0; size < length; ) {
    const next = random.chance(0.03) ? random.pick(foreignSentences) : sentence(random)
    sentences.push(next)
    size += next.length + 1
  }
  return sentences.join(" ")
}

function sentence(random: Random): string {
  const parts = Array.from({ length: random.integer(6, 18) }, () =>
    random.chance(0.08) ? `\`${name(random)}\`` : random.pickWord(words),
  )
  const text = parts.join(" ")
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${random.pick([".", ".", ".", ":", "?"])}`
}

/** A name in camel case: there are some hundred thousand. */
function name(random: Random): string {
  return Array.from({ length: random.integer(1, 4) }, (_, index) => {
    const part = random.pickWord(nameParts)
    return index === 0 ? part : `${part.charAt(0).toUpperCase()}${part.slice(1)}`
  }).join("")
}

function codeLine(random: Random): string {
  switch (random.integer(0, 7)) {
    case 0:
      return `const ${name(random)} = await ${name(random)}.${name(random)}(${name(random)}, ${random.integer(0, 5000)})`
    case 1:
      return `if (${name(random)} === undefined || ${name(random)}.length > ${random.integer(0, 100)}) {`
    case 2:
      return `return { ...${name(random)}, ${name(random)}: ${name(random)} ?? null }`
    case 3:
      return `import { ${name(random)}, ${name(random)} } from "./${name(random)}.ts"`
    case 4:
      return `// ${sentence(random)}`
    case 5:
      return `export function ${name(random)}(${name(random)}: string): Promise<void> {`
    default:
      return `expect(${name(random)}(${JSON.stringify(random.pickWord(words))})).toBe(${random.chance(0.5)})`
  }
}

const fileLine = (random: Random, number: number): string => `${String(number).padStart(5, "0")}| ${codeLine(random)}`

const matchLine = (random: Random, number: number): string => `${filePath(random)}:${number}: ${codeLine(random)}`

const testLine = (random: Random): string =>
  ` ${random.chance(0.95) ? "✓" : "×"} ${filePath(random)} > ${sentence(random)} ${random.integer(0, 900)}ms`

const jsonLine = (random: Random, number: number): string =>
  JSON.stringify({ id: random.hexadecimal(16), [name(random)]: number, [name(random)]: random.pickWord(words) })
