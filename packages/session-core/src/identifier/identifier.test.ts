import { describe, expect, it, vi } from "vitest"
import { createIdentifier } from "./identifier.ts"

describe("createIdentifier", () => {
  it("gives ids that ascend, so that what was made later sorts later", () => {
    const ids = Array.from({ length: 20_000 }, () => createIdentifier("message"))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it("keeps ascending when the clock goes back", () => {
    const before = createIdentifier("part")
    const now = Date.now()
    vi.spyOn(Date, "now").mockReturnValue(now - 3_600_000)
    const after = createIdentifier("part")
    vi.restoreAllMocks()
    expect(after > before).toBe(true)
  })

  it("shows what an id names", () => {
    expect(createIdentifier("session")).toMatch(/^ses_[0-9a-f]{15}[0-9A-Za-z]{11}$/)
  })
})
