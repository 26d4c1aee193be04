import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { mustRun } from "session-test-support/run"
import { expect } from "vitest"
import { root } from "../../scripts/packs.mjs"
import type { Application } from "./application.ts"
import { type Example, examplesOf } from "./examples.ts"
import { keepForItself } from "./installations.ts"

/** Somebody who reads a document. */
export interface Reader extends Application {
  /** The commands that have installed what the document's programs need. */
  installed: string[]
  /** The command as it is installed for the whole machine. */
  command: Application
}

/** What somebody does with an example, by its language. */
export const runners: Record<string, (reader: Reader, example: Example) => Promise<void>> = {
  async ts(reader, { line }) {
    await reader.run("node", `line-${line}.mjs`)
  },

  async js(reader, { line, code }) {
    writeFileSync(join(reader.folder, `line-${line}.mjs`), code)
    await reader.run("node", `line-${line}.mjs`)
  },

  async sh(reader, { code }) {
    // It has succeeded, as it stands, or no example were run.
    if (reader.installed.includes(code)) return
    if (code.includes("npm install")) keepForItself(reader)
    await reader.run("sh", "-e", "-c", code)
  },

  async jsonc(reader, { line, code }) {
    const home = join(dirname(reader.folder), "configuration", String(line))
    const place = join(home, ".config", "opencode")
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, "opencode.jsonc"), code)
    const environment = { ...reader.command.environment, HOME: home }
    const shown = await mustRun(["opencode-session", "config", "--json"], { folder: reader.folder, environment })
    expect(JSON.parse(shown).files).toHaveLength(1)
  },
}

/** Checks the types of all documents' programs and makes JavaScript of them, at once: most of it is to read Node.js's types. */
export async function compilePrograms(readers: ReadonlyMap<string, Application>, folder: string): Promise<void> {
  const files = [...readers].flatMap(([document, reader]) =>
    examplesOf(document).flatMap(({ language, line, code }) => {
      if (language !== "ts") return []
      const file = join(reader.folder, `line-${line}.mts`)
      writeFileSync(file, code)
      return [file]
    }),
  )
  const strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--module", "nodenext"]
  const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")]
  await mustRun([join(root, "node_modules/.bin/tsc"), ...strict, ...types, ...files], { folder })
}
