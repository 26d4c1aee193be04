// Gets a browser into the cache, where one is needed, while the checks run. What is wrong, the tests say themselves.
import { findBrowser } from "./find-browser.ts"

const found = await findBrowser()
if (!Array.isArray(found)) await found.server.close()
