import { fileURLToPath } from "node:url"

/** A history that a real OpenCode wrote. */
export const sampleFile = fileURLToPath(new URL("../../../../../apps/demo/sample/opencode.db", import.meta.url))
