/** Milliseconds until then (by `performance.now()`), at least one. */
export const remaining = (deadline: number): number => Math.max(1, deadline - performance.now())
