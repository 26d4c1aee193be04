import { signal } from "@preact/signals"

/** Whether the composer takes the focus when it is drawn. */
export const composerTakesFocus = signal(false)
