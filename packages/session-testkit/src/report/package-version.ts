import { readFileSync } from "node:fs"

/** The kit's own version. */
export function packageVersion(): string {
  // Our own manifest: what npm publishes has a version.
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version
}
