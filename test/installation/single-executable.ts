import { chmod, copyFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"
import { mustRun } from "session-test-support/run"
import { postject } from "session-test-support/runtimes"

/** By it Node.js knows that there is something in it. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2"

/** Makes a single executable of a module in a folder, as Node.js's own guide says: a bundle in CommonJS within a copy of Node.js. */
export async function singleExecutable(folder: string, module: string, executable: string): Promise<void> {
  const bundle = `${executable}.cjs`
  await build({
    absWorkingDir: folder,
    ...{ entryPoints: [module], outfile: bundle, bundle: true, platform: "node", format: "cjs", logLevel: "error" },
    // Whoever bundles to CommonJS is told that modules do not know where they are: ours reckon with that.
    logOverride: { "empty-import-meta": "silent" },
  })
  const configuration = join(folder, "sea.json")
  const blob = `${executable}.blob`
  await writeFile(
    configuration,
    JSON.stringify({ main: bundle, output: blob, disableExperimentalSEAWarning: true, useCodeCache: false }),
  )
  await mustRun([process.execPath, "--experimental-sea-config", configuration], { folder })
  await copyFile(process.execPath, executable)
  await chmod(executable, 0o755)
  await mustRun([process.execPath, postject, executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", fuse], { folder })
}
