import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../scripts/packs.mjs"

const sourceFiles = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file))

it("git is started by one function, which cannot run anything of a stranger's repository", () => {
  const folders = [...readdirSync(join(root, "packages")).map((name) => join("packages", name, "src")), "apps/demo/src"]
  const wrong = folders
    .flatMap(sourceFiles)
    .filter(
      (file) =>
        !file.endsWith(join("session-core", "src", "project", "run-git.ts")) &&
        /\b(?:exec|spawn|fork)\w*\(\s*["'`](?:\S*\/)?git\b|findProgram\("git"/.test(
          readFileSync(join(root, file), "utf8"),
        ),
    )
  expect(wrong).toEqual([])
})
