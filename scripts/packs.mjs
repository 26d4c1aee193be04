// The packages as they would be published: packed into tarballs, since what counts is what people get.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

/** @param {string[]} path */
const readManifest = (...path) => JSON.parse(readFileSync(join(root, ...path, "package.json"), "utf8"))

/** @param {{ name: string, private?: boolean }} manifest */
const isPublished = (manifest) => manifest.private !== true

/**
 * One pack for each package that is published, into a folder that is emptied now.
 *
 * @param {string} destination
 * @returns {{ name: string, folder: string, tarball: string, command: string[] }[]}
 */
export function packs(destination) {
  rmSync(destination, { recursive: true, force: true })
  mkdirSync(destination, { recursive: true })
  // The workspace's own: npx takes ten times as long to find it as it takes to pack.
  const pnpm = join(root, "node_modules/.bin/pnpm")
  return readdirSync(join(root, "packages"))
    .map((folder) => ({ folder: `packages/${folder}`, manifest: readManifest("packages", folder) }))
    .filter(({ manifest }) => isPublished(manifest))
    .map(({ folder, manifest: { name, version } }) => ({
      name,
      folder,
      tarball: join(destination, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`),
      command: [pnpm, "pack", "--pack-destination", destination],
    }))
}
