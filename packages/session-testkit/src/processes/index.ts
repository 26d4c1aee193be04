export { killedAt } from "./killed-at.ts"
