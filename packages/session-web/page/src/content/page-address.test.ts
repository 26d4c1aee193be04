import { expect, test } from "vitest"
import { openSessionId, projectIn, routeOf, targetMessage } from "./page-address.ts"

const at = (path: string) => new URL(path, "http://127.0.0.1:4747")

test("an address that somebody kept opens what it showed", () => {
  expect(routeOf(at("/"))).toEqual({ view: "new" })
  expect(routeOf(at("/usage"))).toEqual({ view: "usage" })
  expect(routeOf(at("/sessions/ses_1?message=msg_2"))).toEqual({
    view: "session",
    sessionId: "ses_1",
    messageId: "msg_2",
  })
  expect(routeOf(at("/sessions/ses_1/files?path=src/a.ts"))).toEqual({
    view: "files",
    sessionId: "ses_1",
    path: "src/a.ts",
  })
  expect(projectIn(at("/?project=github.com/acme/shop"))).toBe("github.com/acme/shop")
  expect(projectIn(at("/?project="))).toBeNull()
})

test("ids may be anything, also what is no right address", () => {
  expect(openSessionId(routeOf(at("/sessions/a%2Fb%20c")))).toBe("a/b c")
  expect(openSessionId(routeOf(at("/sessions/100%")))).toBe("100%")
  expect(openSessionId(routeOf(at("/nothing/here")))).toBeNull()
  expect(targetMessage(routeOf(at("/usage")))).toBeNull()
})
