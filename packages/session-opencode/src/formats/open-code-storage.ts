import { notImportable } from "../source/not-importable.ts"
import type { SourceFormat } from "../source/source-format.ts"
import { layoutOf } from "../storage/storage-layout.ts"
import { StorageSource } from "../storage/storage-source.ts"

/** The JSON files of OpenCode before 1.2. */
export const openCodeStorage: SourceFormat = {
  name: "opencode-storage",
  label: "a storage folder of OpenCode before 1.2",
  kind: "folder",
  recognize: ({ path, names }) => layoutOf(path, names) !== null,
  async open({ path, names }, { log }) {
    const layout = layoutOf(path, names)
    if (layout === null) throw notImportable(`${path} is no storage folder of OpenCode.`, [])
    return new StorageSource(layout, log)
  },
}
