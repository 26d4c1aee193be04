import { setFlagsFromString } from "node:v8"

/**
 * Has garbage collected before hundreds of megabytes of it have piled up, as V8 by itself lets them: a session may be full of
 * images, and a server that stands beside other programs is to leave the memory to them.
 */
export function collectGarbageEarly(): void {
  try {
    setFlagsFromString("--semi-space-growth-factor=1")
    setFlagsFromString("--heap-growing-percent=30")
  } catch {
    // Runtimes that have another engine.
  }
}
