/** The name of the format of our own exports, which are no source: their sessions are stored as they are. */
export const ownExportFormat = "json-lines"

/** The same for people. */
export const ownExportLabel = "an export of opencode-session"
