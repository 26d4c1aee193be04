import { expect } from "vitest"
import type { TestBrowser } from "./start-browser.ts"

/** That nothing went wrong in any page, and that nothing was asked of anybody else's server. */
export function expectNoProblems({ browser }: { browser: TestBrowser }): void {
  expect(browser.takeProblems()).toEqual([])
  expect(browser.foreignRequests).toEqual([])
}
