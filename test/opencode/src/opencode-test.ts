import { inject, test as vitestTest } from "vitest"
import "./provided-opencode.ts"

/** Vitest's `test` for a test that runs OpenCode: skipped on a machine that can get none. */
export const test: typeof vitestTest.skip = inject("openCode").program === null ? vitestTest.skip : vitestTest
