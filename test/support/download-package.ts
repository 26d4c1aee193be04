import { createHash } from "node:crypto"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { runProgram } from "./run-program.ts"

export interface PinnedPackage {
  name: string
  version: string
  /** As npm writes it: `sha512-` and the digest in Base64. */
  integrity: string
}

/** Downloads a package's tarball by the user's npm, which knows the way to the registry. Fails when it has another content. */
export async function downloadPackage({ name, version, integrity }: PinnedPackage, folder: string): Promise<Buffer> {
  const download = await mkdtemp(join(folder, "download-"))
  try {
    const [program = "", ...programArguments] = [...npm(), "pack", `${name}@${version}`, "--pack-destination", download]
    await runProgram(program, [...programArguments, "--prefer-offline", "--fetch-retries=1", "--loglevel=error"], {
      timeout: 300_000,
      directory: download,
    })
    const [file] = await readdir(download)
    if (file === undefined) throw new Error(`npm did not deliver ${name}.`)
    const tarball = await readFile(join(download, file))
    const found = `sha512-${createHash("sha512").update(tarball).digest("base64")}`
    if (found !== integrity) throw new Error(`${name} ${version} has the integrity ${found} instead of ${integrity}.`)
    return tarball
  } finally {
    await rm(download, { recursive: true, force: true })
  }
}

/** The npm that started the run, by whatever name; else the one on the PATH. */
function npm(): string[] {
  const script = process.env.npm_execpath
  return script?.endsWith("npm-cli.js") === true ? [process.execPath, script] : ["npm"]
}
