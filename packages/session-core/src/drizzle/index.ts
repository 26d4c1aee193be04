export type { ColumnKit } from "./column-kit.ts"
export { type SessionSchema, sessionSchema } from "./schema.ts"
