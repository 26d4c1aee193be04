import { createHash } from "node:crypto"
import { readFileSync, realpathSync } from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { dirname, join } from "node:path"
import { readPackage } from "session-test-support/read-tarball"
import { root } from "../../scripts/packs.mjs"
import { tarballOf } from "./tarball.ts"

/** The parts of a package.json that an installation goes by. */
export interface Manifest {
  name: string
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

/** A package that the registry offers. */
interface Offer {
  manifest: Manifest
  /** Made when it is asked for. */
  tarball(): Buffer
  /** By it npm finds in its cache what it has installed before. */
  integrity(): string
}

export interface LoopbackRegistry {
  url: string
  close(): Promise<void>
}

/** What a registry offers besides our packages. */
export interface OtherOffers {
  /** Packages that the workspace has installed, by its members' folders. */
  tools?: Readonly<Record<string, readonly string[]>>
  /** Folders of packages that are offered as they are. */
  folders?: readonly string[]
}

/** By their names and versions. The first version of a name is its latest. */
type Offers = Map<string, Map<string, Offer>>

/**
 * A registry of npm packages on loopback, so that `npm install` can be run as people run it, without a network. It offers the
 * given tarballs and tools, and of what they depend on, the versions that the workspace has installed.
 */
export async function startLoopbackRegistry(
  packs: { folder: string; tarball: string }[],
  { tools = {}, folders = [] }: OtherOffers = {},
): Promise<LoopbackRegistry> {
  const offers: Offers = new Map()
  for (const { tarball } of packs) {
    // Packed from our own package.json files.
    add(offers, JSON.parse(String(readPackage(tarball).get("package/package.json"))), () => readFileSync(tarball))
  }
  for (const { folder } of packs)
    offerDependencies(offers, dependenciesOf(readManifest(folder)), join(folder, "node_modules"))
  for (const [member, names] of Object.entries(tools))
    offerDependencies(offers, names, join(root, member, "node_modules"))
  for (const folder of folders) add(offers, readManifest(folder), () => tarballOf(folder))
  const server = createServer((request, response) => answer(offers, request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The registry has no port.")
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
}

/** pnpm puts what a package depends on beside it. */
function offerDependencies(offers: Offers, names: readonly string[], modules: string): void {
  for (const name of names) {
    let folder: string
    try {
      folder = realpathSync(join(modules, name))
    } catch {
      // Meant for another platform, or not installed: whoever asks for it is told so.
      continue
    }
    const found = readManifest(folder)
    // Our own packages are offered as they are packed.
    if (offers.get(name)?.has(found.version)) continue
    add(offers, found, () => tarballOf(folder))
    offerDependencies(offers, dependenciesOf(found), name.startsWith("@") ? dirname(dirname(folder)) : dirname(folder))
  }
}

function dependenciesOf({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Manifest) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true)
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers]
}

function answer(offers: Offers, { url = "/", headers }: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(url).slice(1)
  const [name = "", tarball] = path.split("/-/")
  const versions = offers.get(name)
  if (versions === undefined) {
    response.writeHead(404).end(JSON.stringify({ error: `${name} is not offered.` }))
    return
  }
  if (tarball !== undefined) {
    response.end(versions.get(tarball.replace(/\.tgz$/, ""))?.tarball())
    return
  }
  const [latest] = versions.keys()
  const documents = [...versions].map(([version, { manifest, integrity }]) => {
    const dist = { tarball: `http://${headers.host}/${name}/-/${version}.tgz`, integrity: integrity() }
    return [version, { ...manifest, dist }]
  })
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify({ name, "dist-tags": { latest }, versions: Object.fromEntries(documents) }))
}

function add(offers: Offers, manifest: Manifest, makeTarball: () => Buffer): void {
  const tarball = once(makeTarball)
  const integrity = once(() => `sha512-${createHash("sha512").update(tarball()).digest("base64")}`)
  const versions = offers.get(manifest.name) ?? new Map<string, Offer>()
  offers.set(manifest.name, versions.set(manifest.version, { manifest, tarball, integrity }))
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
