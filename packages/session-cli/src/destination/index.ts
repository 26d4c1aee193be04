export { refuseInputs } from "./refuse-inputs.ts"
export { type Destination, resolveDestination } from "./resolve-destination.ts"
export { writeToDestination } from "./write-to-destination.ts"
