// Packs what would be published into .cache/packs, and says where each package is: for those who install it before it is.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { packs, root } from "./packs.mjs"

for (const { command, folder, tarball } of packs(join(root, ".cache", "packs"))) {
  const [program, ...programArguments] = command
  const { status } = spawnSync(program, programArguments, { cwd: join(root, folder), stdio: ["ignore", "ignore", 2] })
  if (status !== 0) process.exit(1)
  console.log(tarball)
}
