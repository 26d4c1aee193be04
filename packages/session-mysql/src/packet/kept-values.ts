/**
 * The variable of a connection in which the statements of a batch find its last revision. `last_insert_id()` is none to keep it
 * in: each new row number replaces that.
 */
export const keptNumber = "@opencode_number"

/** The variable of a connection in which a batch keeps the keys of the rows that it has locked: a JSON list of hexadecimal texts. */
export const keptKeys = "@opencode_keys"
