import { signal } from "@preact/signals"
import { address } from "./request.ts"
import type { SessionEvent } from "./types.ts"

/** Whether the page hears of changes: `connecting` at first, `lost` after the connection broke. */
export const connection = signal<"connecting" | "live" | "lost">("connecting")

interface Listener {
  /** A session changed. */
  onSession(event: SessionEvent): void
  /** Changes may have been missed: everything has to be read again. */
  onReset(): void
}

const reopenMilliseconds = 1000

/**
 * Follows the changes of a project, the server's own when it is null, until the function that it returns is called. A broken
 * connection is resumed by the browser at the last position that it heard; when it gives up, a new stream begins. Each new
 * stream is followed by a reset, so that what is read was read after the stream began, and nothing falls between the two.
 */
export function followChanges(project: string | null, listener: Listener): () => void {
  const source = new EventSource(address("/api/events", { project }))
  let stop = () => source.close()
  let fresh = true
  source.addEventListener("open", () => {
    connection.value = "live"
    if (fresh) listener.onReset()
    fresh = false
  })
  // As the server's schema says.
  source.addEventListener("session", ({ data }) => listener.onSession(JSON.parse(data) as SessionEvent))
  source.addEventListener("reset", () => listener.onReset())
  source.addEventListener("error", () => {
    connection.value = "lost"
    if (source.readyState !== EventSource.CLOSED) return
    const timer = setTimeout(() => {
      stop = followChanges(project, listener)
    }, reopenMilliseconds)
    stop = () => clearTimeout(timer)
  })
  return () => stop()
}
