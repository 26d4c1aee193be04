import { type DocumentedName, documentedNames } from "./documented-names.ts"

/** What a doc comment's last paragraph refers to: `Invariants: 1, 2. Kit: \`atomicity\`, \`races\`.` */
export interface Proof {
  invariants: number[]
  /** Groups of the test kit, by the names of their files. */
  groups: string[]
}

const proofParagraph = /^(?:Invariants: [\d, ]+\.)?\s*(?:Kit: [`a-z, -]+\.)?$/

export function proofOf(paragraphs: readonly string[]): Proof {
  const last = (paragraphs.at(-1) ?? "").replace(/\s+/g, " ")
  if (!proofParagraph.test(last)) return { invariants: [], groups: [] }
  return {
    invariants: [...last.matchAll(/\d+/g)].map(([number]) => Number(number)),
    groups: [...last.matchAll(/`([a-z-]+)`/g)].map(([, group = ""]) => group),
  }
}

/** The doc comments of the given modules as one document, for people who read without an editor. */
export function contractDocument(introduction: string, files: readonly string[]): string {
  const declared = files.flatMap(documentedNames)
  const groups = new Set(
    declared.flatMap(({ paragraphs, members }) => [paragraphs, ...members.map(paragraphsOf)]).flatMap(groupsOf),
  )
  const targets = [...groups].sort().map((group) => `[${group}]: ../packages/session-testkit/src/groups/${group}.ts\n`)
  return [introduction, ...declared.map(sectionOf), targets.join("")].join("\n")
}

const paragraphsOf = ({ paragraphs }: DocumentedName): string[] => paragraphs
const groupsOf = (paragraphs: readonly string[]): string[] => proofOf(paragraphs).groups

function sectionOf({ name, bases, paragraphs, members }: DocumentedName): string {
  const inherited = bases.map((base) => `It also has what [\`${base}\`](#${base.toLowerCase()}) has.\n`)
  return [`## ${name}\n`, ...textOf(paragraphs), ...inherited, ...members.map(memberOf)].join("\n")
}

function memberOf({ signature, paragraphs }: DocumentedName): string {
  const text = textOf(paragraphs).join("\n").trimEnd()
  return `- \`${signature}\`\n\n  ${text.replace(/\n(?=.)/g, "\n  ")}\n`
}

/** Each paragraph with a line break behind it; the last, which says what proves the rest, with links. */
function textOf(paragraphs: readonly string[]): string[] {
  const proof = proofOf(paragraphs)
  const isProven = proof.invariants.length + proof.groups.length > 0
  const text = (isProven ? paragraphs.slice(0, -1) : paragraphs).map(
    (paragraph) => `${paragraph.replace(/^Easily missed:/, "**Easily missed:**")}\n`,
  )
  return isProven ? [...text, `${linksOf(proof)}\n`] : text
}

function linksOf({ invariants, groups }: Proof): string {
  const label = invariants.length === 1 ? "Invariant" : "Invariants"
  return [
    ...(invariants.length === 0 ? [] : [`${label} [${invariants.join(", ")}](invariants.md).`]),
    ...(groups.length === 0 ? [] : [`Kit: ${groups.map((group) => `[${group}]`).join(", ")}.`]),
  ].join(" ")
}
