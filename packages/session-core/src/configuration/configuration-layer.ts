import type { JsonObject } from "../model/json.ts"
import type { ConfigurationFile, ConfigurationOrigin } from "./configuration.ts"

/** What one source says. Sources are laid over each other, the strongest last. */
export interface ConfigurationLayer {
  origin: ConfigurationOrigin
  /** At most `data` and `sessionProvider`: checked, and with absolute paths. */
  values: JsonObject
}

/** A file's layer. */
export interface FileLayer extends ConfigurationLayer {
  file: ConfigurationFile
}
