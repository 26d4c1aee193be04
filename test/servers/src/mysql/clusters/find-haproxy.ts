import { join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { unpackDebianPackages } from "session-test-support/debian-packages"
import { runProgram } from "session-test-support/run-program"
import { debianLeftOut } from "../../kinds/debian-left-out.ts"
import { wrapPrograms } from "../../servers/wrap-programs.ts"

const suite = "bookworm"
/** What its installation needs, and running it does not. */
const without = [...debianLeftOut, "adduser", "dpkg", "init-system-helpers", "lsb-base", "sysvinit-utils"]

/** HAProxy's program: this machine's, or Debian's package, unpacked into the cache. */
export async function findHaproxy(): Promise<string> {
  const isInstalled = await runProgram("haproxy", ["-v"], { timeout: 10_000 }).then(
    () => true,
    () => false,
  )
  if (isInstalled) return "haproxy"
  const program = join("usr", "sbin", "haproxy")
  const folder = await cached("mysql", `haproxy-${suite}-${process.arch}`, async (newFolder) => {
    await unpackDebianPackages({ suite, names: ["haproxy"], without }, newFolder)
    await wrapPrograms(newFolder, [program])
  })
  return join(folder, program)
}
