import { applyParts } from "./apply-parts.ts"

export const applyOnePart = applyParts({
  name: "apply-one-part",
  what: "apply of one part",
  partsPerBatch: 1,
  batchesPerTurn: 250,
  rounds: 21,
  least: 0.6,
})
