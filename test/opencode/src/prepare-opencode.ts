// Gets OpenCode into the cache, where it is needed, while the checks run. What is wrong, the tests say themselves.
import { findOpenCode } from "./find-opencode.ts"

await findOpenCode()
