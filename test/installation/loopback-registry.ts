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

/**
 * A registry of npm packages on loopback, so that `npm install` can be run as people run it, without a network. It offers the
 * given tarballs and tools, and of what they depend on, the versions that the workspace has installed.
 */
export async function startLoopbackRegistry(
  packs: { folder: string; tarball: string }[],
  tools: readonly string[],
): Promise<LoopbackRegistry> {
  const offers = new Map<string, Offer>()
  for (const { tarball } of packs) {
    // Packed from our own package.json files.
    const manifest = JSON.parse(String(readPackage(tarball).get("package/package.json")))
    offers.set(
      manifest.name,
      offer(manifest, () => readFileSync(tarball)),
    )
  }
  for (const { folder } of packs)
    offerDependencies(offers, dependenciesOf(readManifest(folder)), join(folder, "node_modules"))
  offerDependencies(offers, tools, join(root, "node_modules"))
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
function offerDependencies(offers: Map<string, Offer>, names: readonly string[], modules: string): void {
  for (const name of names) {
    if (offers.has(name)) continue
    let folder: string
    try {
      folder = realpathSync(join(modules, name))
    } catch {
      // Meant for another platform, or not installed: whoever asks for it is told so.
      continue
    }
    const found = readManifest(folder)
    offers.set(
      name,
      offer(found, () => tarballOf(folder)),
    )
    offerDependencies(offers, dependenciesOf(found), name.startsWith("@") ? dirname(dirname(folder)) : dirname(folder))
  }
}

function dependenciesOf({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Manifest) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true)
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers]
}

function answer(offers: Map<string, Offer>, { url = "/", headers }: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(url).slice(1)
  const [name = "", tarball] = path.split("/-/")
  const found = offers.get(name)
  if (found === undefined) {
    response.writeHead(404).end(JSON.stringify({ error: `${name} is not offered.` }))
    return
  }
  if (tarball !== undefined) {
    response.end(found.tarball())
    return
  }
  const { manifest } = found
  const dist = {
    tarball: `http://${headers.host}/${name}/-/${manifest.version}.tgz`,
    integrity: found.integrity(),
  }
  response.setHeader("content-type", "application/json").end(
    JSON.stringify({
      name,
      "dist-tags": { latest: manifest.version },
      versions: { [manifest.version]: { ...manifest, dist } },
    }),
  )
}

function offer(manifest: Manifest, makeTarball: () => Buffer): Offer {
  const tarball = once(makeTarball)
  const integrity = once(() => `sha512-${createHash("sha512").update(tarball()).digest("base64")}`)
  return { manifest, tarball, integrity }
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
