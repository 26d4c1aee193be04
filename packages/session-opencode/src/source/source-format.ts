/**
 * What a file can be recognised as. `opencode-database` is of OpenCode 1.x, `opencode-export` one session as `opencode export`
 * writes it, `go-database` of the older OpenCode in Go, and `json-lines` an export of ours.
 */
export type SourceFormat = "opencode-database" | "opencode-export" | "go-database" | "json-lines"
