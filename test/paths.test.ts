import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../scripts/packs.mjs"

const folders = ["packages", "apps", "bench/src", "scripts", "test"]
const skipped = /(?:^|\/)(?:node_modules|dist)\//

it("a checkout in a folder with a space in its name works: no path is taken out of a URL without decoding it", () => {
  const wrong = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.(?:ts|mjs)$/.test(file) && !skipped.test(file))
    .filter((file) => /import\.meta\.url\)\.pathname/.test(readFileSync(join(root, file), "utf8")))
  expect(wrong).toEqual([])
})
