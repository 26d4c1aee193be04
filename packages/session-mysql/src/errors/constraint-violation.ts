import type { ConstraintViolation } from "@opencode/session-core/drizzle"
import { errorNumber } from "./translate-error.ts"

/** Error numbers of refused rows. */
const violations: Readonly<Record<number, ConstraintViolation>> = {
  1048: "not-null",
  1364: "not-null",
  1062: "unique",
  1169: "unique",
  1586: "unique",
  1216: "foreign-key",
  1217: "foreign-key",
  1451: "foreign-key",
  1452: "foreign-key",
}

/** Which rule of the schema the server refused a row by; undefined for any other failure. */
export function constraintViolation(error: unknown): ConstraintViolation {
  return violations[errorNumber(error) ?? 0]
}
