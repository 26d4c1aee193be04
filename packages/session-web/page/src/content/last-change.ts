/** Which versions of a file are compared at first: the last two, or the only one with itself. */
export const lastChange = (versionCount: number): { left: number; right: number } => ({
  left: Math.max(0, versionCount - 2),
  right: versionCount - 1,
})
