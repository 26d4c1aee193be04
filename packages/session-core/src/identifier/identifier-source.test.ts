import { describe, expect, it } from "vitest"
import { identifierSource } from "./identifier-source.ts"

describe("identifierSource", () => {
  it("gives a batch that is sent again the ids of its first sending", async () => {
    const first = await identifierSource("batch", "session")
    const second = await identifierSource("batch", "session")
    expect(second("message")).toBe(first("message"))
    expect(second("part", 3)).toBe(first("part", 3))
    expect(first("message")).toMatch(/^msg_[0-9A-Za-z]{26}$/)
  })

  it("gives everything else an id of its own: other kinds, names, batches and sessions", async () => {
    const source = await identifierSource("batch", "session")
    const others = await Promise.all([
      identifierSource("batch2", "session"),
      identifierSource("batch", "session2"),
      identifierSource("atch", "sessionb"),
    ])
    const ids = [source("part", 1), source("part", 2), source("part"), ...others.map((other) => other("part", 1))]
    expect(new Set(ids).size).toBe(ids.length)
    expect(source("message").slice(4)).not.toBe(source("part").slice(4))
  })

  it("gives a call without a batch's id new ids each time", async () => {
    const source = await identifierSource(undefined, "session")
    expect(source("part", 1)).not.toBe(source("part", 1))
  })
})
