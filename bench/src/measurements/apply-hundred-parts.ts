import { applyParts } from "./apply-parts.ts"

export const applyHundredParts = applyParts({
  name: "apply-hundred-parts",
  what: "apply of 100 parts",
  partsPerBatch: 100,
  batchesPerTurn: 5,
  rounds: 21,
  least: 0.7,
})
