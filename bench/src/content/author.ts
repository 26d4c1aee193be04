/** The writer of all that the bench stores. */
export const author = { user: "alice", host: "bench" }
