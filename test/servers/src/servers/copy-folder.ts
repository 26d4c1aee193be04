import { constants } from "node:fs"
import { chown, cp, readdir } from "node:fs/promises"
import { join } from "node:path"

/** Copies a folder, sharing the disk's blocks where the file system can. */
export const copyFolder = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })

/** Gives a folder with all that is in it to another user. */
export const giveFolder = async (folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> => {
  await chown(folder, uid, gid)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), uid, gid)
  }
}
