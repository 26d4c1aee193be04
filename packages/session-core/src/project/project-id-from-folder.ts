import { basename } from "node:path"

/**
 * The project id for a folder without a remote: its base name. `root` for a file system's top, which has no name.
 *
 * The name is brought to Unicode's composed form, because macOS hands out `é` as two characters and others as one; control
 * characters, which a folder's name may hold, become `_`.
 */
export const projectIdFromFolder = (directory: string): string =>
  basename(directory)
    .normalize("NFC")
    .replace(/[\x00-\x1f\x7f]/g, "_") || "root"
