import { createHash, timingSafeEqual } from "node:crypto"
import { networkInterfaces } from "node:os"
import type { MiddlewareHandler } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import { problem, problemResponse } from "../routes/problem.ts"
import { isLoopback } from "./is-loopback.ts"

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"]

/**
 * Refuses what does not come from the page itself or from a program of the user:
 *
 * - a `Host` that is not this server's: a stranger's name that leads here (DNS rebinding);
 * - an `Origin` that is not the page's, and what a browser says another site has sent.
 */
export function refuseForeign(boundTo: string): MiddlewareHandler {
  const names = hostNames(boundTo)
  return async (c, next) => {
    const host = c.req.header("Host") ?? ""
    if (!names.has(withoutPort(host))) {
      return problemResponse(problem(403, "forbidden", "This server does not go by that name.", hostHint))
    }
    const origin = c.req.header("Origin")
    if (origin !== undefined && origin !== `http://${host}`) {
      return problemResponse(problem(403, "forbidden", "Another site's page may not use this server."))
    }
    const site = c.req.header("Sec-Fetch-Site")
    const isNavigation = c.req.header("Sec-Fetch-Mode") === "navigate" && c.req.method === "GET"
    if ((site === "cross-site" || site === "same-site") && !isNavigation) {
      return problemResponse(problem(403, "forbidden", "Another site's page may not use this server."))
    }
    return next()
  }
}

const hostHint = "Use the address that was printed when it started."

/**
 * Refuses every request without the token, which comes once in the address and is then a cookie, or as a bearer token from
 * programs. When `token` is null, as on the loopback interface, no request is refused.
 */
export function requireToken(token: string | null): MiddlewareHandler {
  return async (c, next) => {
    if (token === null) return next()
    // A cookie counts for all ports of a host: each server has its own.
    const cookie = `session-web-${new URL(c.req.url).port || "80"}`
    const given = c.req.query("token")
    if (given !== undefined && c.req.method === "GET" && equal(given, token)) {
      setCookie(c, cookie, token, { httpOnly: true, sameSite: "Strict", path: "/" })
      return c.redirect(c.req.path, 303)
    }
    const bearer = /^Bearer (.+)$/.exec(c.req.header("Authorization") ?? "")?.[1]
    if (equal(bearer ?? getCookie(c, cookie) ?? "", token)) return next()
    return problemResponse(
      problem(
        401,
        "unauthorized",
        "This server wants its token.",
        "Open the address that was printed when it started, with its token.",
      ),
    )
  }
}

/** Compares in a time that tells nothing, whatever the lengths. */
function equal(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The names by which a browser may ask for this server. */
function hostNames(boundTo: string): Set<string> {
  if (isLoopback(boundTo)) return new Set([...loopbackNames, inUrl(boundTo)])
  const addresses = isEverywhere(boundTo)
    ? Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
    : [boundTo]
  return new Set([...loopbackNames, ...addresses.map(inUrl)])
}

const isEverywhere = (host: string): boolean => host === "0.0.0.0" || host === "::"

/** A host as it stands in an address: IPv6 in brackets. */
export const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host).toLowerCase()

const withoutPort = (host: string): string => host.toLowerCase().replace(/:\d+$/, "")
