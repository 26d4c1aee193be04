import { expect } from "vitest"

/** Below it, a clock tells nothing. */
const leastMilliseconds = 4
const growth = 8

/**
 * Expects that something takes no more than linear time: eight times the size may take four times more than that, which the
 * square of it would be twice over. It counts this process's own time, so that a busy machine changes little.
 */
export function expectLinear(run: (size: number) => void, size: number): void {
  // Compiled first.
  run(size >> 3)
  const one = time(() => run(size))
  const eight = time(() => run(growth * size))
  expect(eight).toBeLessThan(4 * growth * Math.max(one, leastMilliseconds))
}

/** The shortest of three: what else happens in the process only adds to it. */
const time = (run: () => void): number => Math.min(...[0, 0, 0].map(() => timeOnce(run)))

function timeOnce(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
