import { fileURLToPath } from "node:url"

/** The demo's own folder: it is as far away from here, in src, as from the bundle, in dist. */
export const demoFolder = fileURLToPath(new URL("..", import.meta.url))
