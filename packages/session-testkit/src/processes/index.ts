export { killedBefore } from "./killed-before.ts"
