import { appendFileSync, existsSync } from "node:fs"
import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runProgram } from "./run-program.ts"

/** The keys of Debian's archive, as its own package installs them. Nothing that they did not sign is used. */
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

export interface DebianPackages {
  suite: string
  names: readonly string[]
  /** Dependencies to leave out: configuration, helper scripts, libraries that this machine's own take the place of. */
  without: readonly string[]
}

/**
 * Downloads packages with all their dependencies, down to the C library, and unpacks them into `folder`. Nothing is
 * installed, and the machine's own packages neither count nor change: apt gets a state of its own. It checks the suite's
 * signature, and through it each package.
 */
export const unpackDebianPackages = async (
  { suite, names, without }: DebianPackages,
  folder: string,
): Promise<void> => {
  if (!existsSync(keyring)) throw new Error(`This machine is no Debian: it has no ${keyring}.`)
  const state = join(folder, "apt")
  const lists = join(state, "lists")
  const packages = join(state, "packages")
  await mkdir(join(lists, "partial"), { recursive: true })
  await mkdir(join(packages, "partial"), { recursive: true })
  const architecture = (await runProgram("dpkg", ["--print-architecture"], { timeout: 10_000 })).trim()
  await writeFile(join(state, "status"), without.map((name) => placeholder(name, architecture)).join(""))
  await writeFile(
    join(state, "sources.list"),
    `deb [arch=${architecture} signed-by=${keyring}] ${await debianMirror()} ${suite} main\n`,
  )
  const apt = async (...aptArguments: string[]): Promise<void> => {
    const output = await runProgram("apt-get", [...privateApt(state, lists, packages, architecture), ...aptArguments], {
      timeout: 300_000,
    })
    appendFileSync(join(state, "log"), output)
  }
  await apt("update", "--error-on=any")
  await apt("install", "--download-only", ...names)
  const files = (await readdir(packages)).filter((name) => name.endsWith(".deb"))
  for (const file of files) {
    await runProgram("dpkg-deb", ["-x", join(packages, file), folder], { timeout: 60_000 })
  }
  await rm(state, { recursive: true })
  await rm(join(folder, "usr", "share", "doc"), { recursive: true, force: true })
  await writeFile(join(folder, "packages.txt"), `${files.join("\n")}\n`)
}

/** Debian's main archive as this machine's apt is configured to reach it. */
const debianMirror = async (): Promise<string> => {
  const addresses = await runProgram("apt-get", ["update", "--print-uris"], { timeout: 30_000 })
  const mirror = /^'(\S+\/debian)\/*\/dists\/[^/']+\/InRelease'/m.exec(addresses)?.[1]
  if (mirror === undefined) throw new Error("apt is not configured with Debian's archive.")
  return mirror
}

/** An entry for apt's list of installed packages. */
const placeholder = (name: string, architecture: string): string =>
  [
    `Package: ${name}`,
    "Status: install ok installed",
    `Architecture: ${architecture}`,
    "Multi-Arch: allowed",
    "Version: 999:0",
    "Maintainer: nobody",
    "Description: not needed here",
    "\n",
  ].join("\n")

/** Proxies and other ways to the network stay as the machine has them; sources, keys, preferences and state do not. */
const privateApt = (state: string, lists: string, packages: string, architecture: string): string[] =>
  Object.entries({
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "APT::Default-Release": "",
    "APT::Get::AllowUnauthenticated": "false",
    "APT::Get::Assume-Yes": "true",
    "APT::Install-Recommends": "false",
    "APT::Install-Suggests": "false",
    // The folder is ours alone; apt's own user could not write to it.
    "APT::Sandbox::User": "root",
    "Acquire::AllowDowngradeToInsecureRepositories": "false",
    "Acquire::AllowInsecureRepositories": "false",
    "Acquire::AllowWeakRepositories": "false",
    "Acquire::Languages": "none",
    "Acquire::Retries": "2",
    // Without a network, the next way is to be tried soon.
    "Acquire::http::Timeout": "20",
    "Acquire::https::Timeout": "20",
    "Dir::Cache": join(state, "cache"),
    "Dir::Cache::archives": packages,
    "Dir::Etc::preferences": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    "Dir::Etc::sourcelist": join(state, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::trusted": "/dev/null",
    "Dir::Etc::trustedparts": "/dev/null",
    "Dir::State": state,
    "Dir::State::lists": lists,
    "Dir::State::status": join(state, "status"),
  }).flatMap(([key, value]) => ["-o", `${key}=${value}`])
