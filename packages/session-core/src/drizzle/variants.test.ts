import { expect, it, vi } from "vitest"
import { variants } from "./variants.ts"

it("each variant is built at its first use only, and all of them can be listed", () => {
  const build = vi.fn((variant: { scope: string; after: boolean }) => ({ variant }))
  const get = variants({ scope: ["project", "all"], after: [false, true] }, build)
  expect(get({ scope: "all", after: false })).toBe(get({ scope: "all", after: false }))
  expect(get({ after: true, scope: "all" })).not.toBe(get({ scope: "all", after: false }))
  expect(get({ scope: "all", after: true }).variant).toEqual({ scope: "all", after: true })
  expect(build).toHaveBeenCalledTimes(2)
  const all = [...get.all()]
  expect(all).toHaveLength(4)
  expect(new Set(all.map(get)).size).toBe(4)
})
