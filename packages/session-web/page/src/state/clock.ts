import { signal } from "@preact/signals"

/** The time, every five seconds: what depends on it is drawn again. */
export const now = signal(Date.now())

setInterval(() => {
  now.value = Date.now()
}, 5000)
