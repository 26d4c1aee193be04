import { fileURLToPath } from "node:url"

/** The built page: as far away from here, in src/server, as from what is published, in dist/server. */
export const builtPage = fileURLToPath(new URL("../../dist/page", import.meta.url))
