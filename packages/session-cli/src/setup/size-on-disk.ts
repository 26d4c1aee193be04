import { stat } from "node:fs/promises"
import type { SessionStore } from "@opencode/session-core"

/** Bytes of the database's file and of those beside it that SQLite keeps; null when the data is not in a file here. */
export async function sizeOnDisk({ provider }: SessionStore): Promise<number | null> {
  if (provider.name !== "sqlite") return null
  const sizes = await Promise.all(
    ["", "-wal", "-shm"].map((suffix) =>
      stat(`${provider.location}${suffix}`).then(
        ({ size }) => size,
        () => null,
      ),
    ),
  )
  return sizes[0] === null ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}
