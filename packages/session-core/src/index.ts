export * from "./errors/index.ts"
export * from "./model/index.ts"
export * from "./provider/index.ts"
