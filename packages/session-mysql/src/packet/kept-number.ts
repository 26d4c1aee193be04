/**
 * The variable of a connection in which the statements of a batch find its last revision. `last_insert_id()` is none to keep it
 * in: each new row number replaces that.
 */
export const keptNumber = "@opencode_number"
