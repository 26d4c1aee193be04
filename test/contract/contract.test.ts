import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { contractDocument, proofOf } from "./contract-document.ts"
import { type DocumentedName, documentedNames } from "./documented-names.ts"

const core = join(root, "packages", "session-core", "src")

/** From what is read first to what is looked up. */
const contract = [
  "session-provider",
  "batch",
  "change",
  "scope",
  "queries",
  "session-filter",
  "recorded-change",
  "put-project",
  "health",
  "capabilities",
  "limits",
  "provider-definition",
].map((name) => join(core, "provider", `${name}.ts`))

/** What it stores. */
const model = [
  "session",
  "session-mark",
  "message",
  "part",
  "file-version",
  "usage",
  "author",
  "model-reference",
  "project",
  "statistics",
  "json",
].map((name) => join(core, "model", `${name}.ts`))

/** What authors and applications meet besides it. */
const errors = ["error-code", "write-outcome", "session-storage-error", "conflict-error", "too-large-error"].map(
  (name) => join(core, "errors", `${name}.ts`),
)

/** What authors of SQL providers bring, and what they are easily wrong about. */
const sqlParts = ["column-kit", "dialect", "connection", "migrations"].map((name) =>
  join(core, "drizzle", `${name}.ts`),
)

const groups = readdirSync(join(root, "packages", "session-testkit", "src", "groups"))
  .map((name) => name.replace(/\.ts$/, ""))
  .filter((name) => name !== "index")

/** Groups about what the store makes of the contract, which an author has nothing to do for. */
const aboutTheStore = ["sending-again", "streaming"]

const withMembers = (names: DocumentedName[]): DocumentedName[] =>
  names.flatMap((name) => [name, ...name.members.map((member) => ({ ...member, name: `${name.name}.${member.name}` }))])

const introduction = `# The contract

The rules for each call of a provider, with common mistakes. This page is generated from the doc comments of
[\`@opencode/session-core/provider\`](../packages/session-core/src/provider), and at the end of those of
[\`@opencode/session-core/drizzle\`](../packages/session-core/src/drizzle), which an editor shows where a name is used;
\`vitest run test/contract -u\` generates it again. [Writing a provider](providers.md) is the guide.
`

describe("somebody who writes a provider", () => {
  it("finds every file of the contract in its document", () => {
    const files = readdirSync(join(core, "provider")).filter((name) => name !== "index.ts" && !name.includes(".test."))
    expect(files.map((name) => join(core, "provider", name)).sort()).toEqual([...contract].sort())
  })

  it("is told of every member what it is", () => {
    const silent = withMembers([...contract, ...model, ...errors, ...sqlParts].flatMap(documentedNames))
      .filter(({ paragraphs }) => paragraphs.length === 0)
      .map(({ name }) => name)
    expect(silent).toEqual([])
  })

  it("is led to invariants and groups of the kit that exist, and to all that are about providers", () => {
    const proofs = withMembers([...contract, ...sqlParts].flatMap(documentedNames)).map(({ paragraphs }) =>
      proofOf(paragraphs),
    )
    const named = new Set(proofs.flatMap((proof) => proof.groups))
    expect([...named].filter((group) => !groups.includes(group))).toEqual([])
    expect(groups.filter((group) => !named.has(group))).toEqual(aboutTheStore)
    const invariants = new Set(proofs.flatMap((proof) => proof.invariants))
    expect([...invariants].sort((left, right) => left - right)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    )
  })

  it("reads the same in the document as in the editor", async () => {
    await expect(contractDocument(introduction, [...contract, ...model, ...sqlParts])).toMatchFileSnapshot(
      join(root, "docs", "contract.md"),
    )
  })
})
