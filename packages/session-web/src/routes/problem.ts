import { type ErrorCode, SessionStorageError } from "@opencode/session-core"
import { HTTPException } from "hono/http-exception"
import type { ContentfulStatusCode } from "hono/utils/http-status"
import type { Problem } from "../schemas/index.ts"

/** The HTTP status of each of the store's errors; 500 for the rest. */
const statuses: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  conflict: 409,
  not_found: 404,
  already_exists: 409,
  invalid_input: 400,
  invalid_cursor: 400,
  too_large: 413,
  unsupported: 501,
  busy: 503,
  unavailable: 503,
  too_many_connections: 503,
  closed: 503,
  timeout: 504,
}

const refusals: Partial<Record<number, Problem["code"]>> = {
  400: "invalid_input",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  413: "too_large",
  415: "invalid_input",
}

/** An error as problem details (RFC 9457), with the store's code. An unexpected error says nothing of its inside. */
export function problemOf(error: unknown): Problem & { status: ContentfulStatusCode } {
  if (SessionStorageError.isInstance(error)) {
    return problem(statuses[error.code] ?? 500, error.code, error.message, error.hint)
  }
  if (error instanceof HTTPException) {
    // Hono's own errors have a body, whatever their type says.
    return problem(error.status as ContentfulStatusCode, refusals[error.status] ?? "unexpected", error.message)
  }
  return problem(500, "unexpected", "The server failed unexpectedly. It has printed why.")
}

export function problem<Status extends ContentfulStatusCode>(
  status: Status,
  code: Problem["code"],
  detail: string,
  hint?: string,
): Problem & { status: Status } {
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ")
  const type = `urn:opencode:session-storage:${code}`
  return { type, title, status, detail, code, ...(hint === undefined ? {} : { hint }) }
}

/** Problem details as a response. */
export const problemResponse = (body: Problem): Response =>
  new Response(JSON.stringify(body), {
    status: body.status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  })
