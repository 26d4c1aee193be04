import { signal } from "@preact/signals"
import { readStatus } from "../api/routes.ts"
import type { Status } from "../api/types.ts"
import { attempt } from "./notices.ts"

/** What the server says of itself; null until it has answered. */
export const status = signal<Status | null>(null)

export async function loadStatus(): Promise<void> {
  status.value = (await attempt(readStatus)) ?? status.value
}
