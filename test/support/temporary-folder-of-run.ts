import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { Socket } from "node:net"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Names the machine: a container may share the folder, and whether its processes live cannot be seen from outside. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 6)

/** Short, since it becomes part of sockets' paths. */
const prefix = `session-tests-${machine}-`

/** Node.js asks the last two on Windows. */
const variables = ["TMPDIR", "TEMP", "TMP"]

/**
 * Gives this process, and those that it starts, a temporary folder of their own. The folder is removed when this process ends,
 * even by SIGKILL: another process outlives it for that purpose. A second call has no effect, nor has a call in a process that
 * was started with such a folder.
 */
export function useTemporaryFolder(): void {
  if (tmpdir() === process.env.OPENCODE_TEST_FOLDER) return
  removeOldFolders()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  // Database servers run as another user when we are root, and have folders of their own in it.
  chmodSync(folder, 0o711)
  const keeper = spawn(process.execPath, [fileURLToPath(new URL("folder-keeper.ts", import.meta.url)), folder], {
    // A group of its own: Ctrl-C in the terminal would end it before it has cleaned up.
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  })
  // The keeper waits for the end of this pipe. It must not keep this process alive.
  keeper.unref()
  if (keeper.stdin instanceof Socket) keeper.stdin.unref()
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const variable of [...variables, "OPENCODE_TEST_FOLDER"]) process.env[variable] = folder
}

/** Of runs whose keeper was killed as well. */
function removeOldFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // It is another user's, or another run removes it at the same time.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" // An error of the system has a code.
  }
}
