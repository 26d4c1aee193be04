import { fileURLToPath } from "node:url"
import { build } from "vite"

/** Builds the page as it is now: what is tested is what is served. */
export default async function buildPage(): Promise<void> {
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url))
  const root = fileURLToPath(new URL("../../page", import.meta.url))
  await build({ configFile, root, logLevel: "warn" })
}
