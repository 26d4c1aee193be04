import type { DriverRow } from "@opencode/session-core/drizzle"
import type { FieldPacket } from "mysql2"

/** The pseudo character set of bytes. */
const binary = 63

/** Keys are kept as bytes of UTF-8 (column-kit.ts), and come as such. In place: a page may be large. */
export function decodeRows(rows: unknown[], fields: FieldPacket[]): DriverRow[] {
  const names = fields.filter((field) => field.characterSet === binary).map((field) => field.name)
  // The driver makes an object of each row.
  const objects = rows as DriverRow[]
  for (const name of names) {
    for (const row of objects) {
      const value = row[name]
      if (!Buffer.isBuffer(value)) continue
      row[name] = value.toString("utf8")
    }
  }
  return objects
}
