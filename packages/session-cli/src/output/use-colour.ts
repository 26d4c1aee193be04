import type { OutputStream } from "./output.ts"

/**
 * Whether a stream gets colours: not with `--no-color`; with FORCE_COLOR everywhere; otherwise on terminals that have them,
 * unless NO_COLOR is set.
 */
export function useColour(
  stream: OutputStream,
  wanted: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (!wanted) return false
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment
  if (forced !== undefined) return forced !== "0" && forced !== "false"
  return stream.isTTY === true && !refused && terminal !== "dumb"
}
