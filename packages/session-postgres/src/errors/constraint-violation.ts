import type { ConstraintViolation } from "@opencode/session-core/drizzle"
import { sqlState } from "./sql-state.ts"

/** SQLSTATEs of refused rows. */
const violations: Readonly<Record<string, ConstraintViolation>> = {
  "23502": "not-null",
  "23503": "foreign-key",
  "23505": "unique",
}

/** Which rule of the schema the server refused a row by; undefined for any other failure. */
export const constraintViolation = (error: unknown): ConstraintViolation => violations[sqlState(error) ?? ""]
