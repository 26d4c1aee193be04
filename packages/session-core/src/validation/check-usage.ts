import { checkKeys } from "./check-keys.ts"

const counts = ["input", "output", "reasoning", "cacheRead", "cacheWrite", "cost"]

/** Refuses counts by names that are not counted: they would be lost. */
export function checkUsage(usage: object | null | undefined): void {
  if (usage != null) checkKeys("The usage", usage, counts)
}
