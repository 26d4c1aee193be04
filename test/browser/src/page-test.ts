import { inject, test as vitestTest } from "vitest"
import "./provided-browser.ts"

/** Vitest's `test` for a test that opens the page: skipped on a machine that has no browser and can get none. */
export const test: typeof vitestTest.skip = inject("browser").endpoint === null ? vitestTest.skip : vitestTest
