import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { agentPrograms } from "@opencode/session-agents"
import { importSource } from "@opencode/session-opencode"
import { builtInPrograms } from "@opencode/session-opencode/formats"
import { generations } from "session-test-histories/all-generations"
import type { Generation } from "session-test-histories/generation"
import type { Measurement, Result } from "../measurement.ts"
import { insertImported } from "../support/insert-imported.ts"
import { openStore } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const programs = [...agentPrograms, ...builtInPrograms]
const child = fileURLToPath(new URL("../support/import-in-process.mjs", import.meta.url))

/** 1,000 turns of 3 KB, or fewer and larger ones where each message is a file. */
const sizeOf = ({ kind }: Generation) =>
  kind === "folder"
    ? { sessions: 30, turns: 5, outputCharacters: 20_000 }
    : { sessions: 50, turns: 20, outputCharacters: 3000 }

/** Of the rate at which the same rows are inserted. */
const leastRate: Readonly<Record<Generation["kind"], number>> = {
  ...{ database: 0.08, lines: 0.08, export: 0.08 },
  // Each message, and each part, is a file.
  folder: 0.05,
}

/** The same as of the sample. */
const memoryBudget = 300e6

/** The import of a history of each generation and agent: how fast, and in how much memory. */
export const importGenerations: Measurement = {
  name: "import-generations",
  async run({ folder }) {
    const results: Result[] = []
    for (const [index, generation] of generations.entries()) {
      const own = join(folder, String(index))
      mkdirSync(own)
      results.push(...(await measure(generation, own)))
      rmSync(own, { recursive: true })
    }
    return results
  },
}

async function measure(generation: Generation, folder: string): Promise<Result[]> {
  mkdirSync(join(folder, "written"))
  const source = generation.write(join(folder, "written"), sizeOf(generation))
  const [target, bareTarget, imported] = ["ours", "bare", "imported"].map((name) => join(folder, `${name}.db`)) as [
    ...[string, string, string],
  ]
  await importInto(imported, source.path)
  const turns = await takeTurns({
    ...{ clock: "processor", rounds: 3, warmUps: 0 },
    prepare() {
      for (const file of [target, bareTarget]) remove(file)
    },
    ours: () => importInto(target, source.path),
    baseline: () => insertImported(imported, bareTarget),
  })
  remove(target)
  const peak = Number(execFileSync(process.execPath, [child, source.path, target], { encoding: "utf8" }))
  const { messages } = source.counts
  return [
    {
      what: `import of ${generation.name}`,
      ours: messages / (turns.ours / 1000),
      baseline: messages / (turns.baseline / 1000),
      unit: "messages/s",
      ratio: 1 / turns.ratio,
      budget: { least: leastRate[generation.kind] },
    },
    {
      what: "  peak memory of its process (baseline: the budget)",
      ours: peak / 1e6,
      baseline: memoryBudget / 1e6,
      unit: "MB",
      ratio: peak / memoryBudget,
      budget: { most: 1 },
    },
  ]
}

async function importInto(target: string, source: string): Promise<void> {
  const store = await openStore(target)
  await importSource(store.allProjects(), source, { project: "widget", programs })
  await store.close()
}

function remove(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true })
}
