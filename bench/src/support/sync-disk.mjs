// Run as a process of its own: writes a file and syncs it to the disk, again and again, until it is ended. Its argument is the file.
import { fsyncSync, openSync, writeSync } from "node:fs"

const megabyte = Buffer.alloc(1024 * 1024, 1)
const megabytes = 16
const file = openSync(process.argv[2], "w")
for (let written = 0; ; written += 1) {
  writeSync(file, megabyte, 0, megabyte.length, (written % megabytes) * megabyte.length)
  fsyncSync(file)
  if (written === 0) process.send("syncing")
}
