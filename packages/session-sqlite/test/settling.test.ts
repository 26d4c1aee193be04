import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { run } from "session-test-support/run"
import { expect, it } from "vitest"
import { root } from "../../../scripts/packs.mjs"
import { temporaryFolder } from "./temporary-folder.ts"

const kit = join(root, "packages/session-testkit/dist/bin.js")
const suite = fileURLToPath(new URL("settling-suite.ts", import.meta.url))

it.each(["random sequences", "the feed of a project", "moving", "clean-up", "people look for", "statistics by"])(
  "whether a session is hot or settled shows nowhere: %s",
  async (subject) => {
    const values = [kit, suite, "--only", subject, "--sequences", "40", "--json"]
    const { stdout, stderr } = await run([process.execPath, ...values], { folder: temporaryFolder(), environment: {} })
    expect(stdout, stderr).toMatch(/^\{/)
    const { cases } = JSON.parse(stdout)
    expect(cases.filter((each: { status: string }) => each.status === "failed")).toEqual([])
    expect(cases.filter((each: { status: string }) => each.status === "passed").length).toBeGreaterThan(0)
  },
)
