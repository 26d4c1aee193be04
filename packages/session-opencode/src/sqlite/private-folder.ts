import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A temporary folder that nobody else can look into: a database of OpenCode holds credentials. It goes when it is disposed. */
export interface PrivateFolder extends Disposable {
  readonly path: string
}

export function createPrivateFolder(): PrivateFolder {
  const path = mkdtempSync(join(tmpdir(), "opencode-session-copy-"))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
