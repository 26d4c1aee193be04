// Writes docs/packages.md: the packages, and the folders of each, as their sources import each other.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { packagesDocument } from "../test/imports/drawing.ts"
import { root } from "./packs.mjs"

writeFileSync(join(root, "docs", "packages.md"), await packagesDocument())
