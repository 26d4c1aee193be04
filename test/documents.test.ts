import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../scripts/packs.mjs"

const documents = [
  ...["README.md", "CONTRIBUTING.md"],
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  ...["test/browser/README.md", "test/opencode/README.md", "test/servers/README.md", "apps/demo/README.md"],
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
]

const read = (document: string): string => readFileSync(join(root, document), "utf8").replace(/^```.*?^```$/gms, "")

/** Where a heading is found: as the sites that show Markdown make it of its text. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
    .replaceAll(" ", "-")

const anchorsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading))

/** Links to the repository's own files, also where a package's README gives them as an address. */
function linksOf(document: string): { path: string; anchor: string | undefined }[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    const [, ours] = /^https:\/\/github\.com\/opencode-ai\/session-storage\/blob\/main\/(.+)$/.exec(target) ?? []
    if (ours === undefined && target.includes("://")) return []
    const [path = "", anchor] = (ours ?? target).split("#")
    if (ours !== undefined) return [{ path, anchor }]
    return [{ path: path === "" ? document : join(dirname(document), path), anchor }]
  })
}

describe("whoever follows a link", () => {
  it.each(documents)("of %s arrives", (document) => {
    const lost = linksOf(document).filter(({ path, anchor }) => {
      if (!existsSync(join(root, path))) return true
      return anchor !== undefined && !anchorsOf(path).includes(anchor)
    })
    expect(lost).toEqual([])
  })
})
