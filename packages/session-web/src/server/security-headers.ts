import type { MiddlewareHandler } from "hono"

/** The page is built files and nothing else; what a session holds never becomes a script, a frame or a form. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ")

/** Headers of every response. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header("Content-Security-Policy", policy)
  c.header("X-Content-Type-Options", "nosniff")
  c.header("X-Frame-Options", "DENY")
  c.header("Referrer-Policy", "no-referrer")
  c.header("Cross-Origin-Resource-Policy", "same-origin")
  c.header("Cross-Origin-Opener-Policy", "same-origin")
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store")
}
