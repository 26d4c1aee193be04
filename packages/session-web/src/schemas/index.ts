/*
 * What goes over the wire. The page's types are inferred from these schemas, the routes check what comes by them, and tests what
 * goes.
 */

export * from "./agent.ts"
export * from "./author.ts"
export * from "./changes.ts"
export * from "./event.ts"
export * from "./file.ts"
export * from "./message.ts"
export * from "./part.ts"
export * from "./problem.ts"
export * from "./project.ts"
export * from "./search.ts"
export * from "./session.ts"
export * from "./statistics.ts"
export * from "./status.ts"
export * from "./usage.ts"
