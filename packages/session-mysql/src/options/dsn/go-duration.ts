const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3, // U+00B5, the micro sign
  μs: 1e-3, // U+03BC, the Greek letter mu
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

const step = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y

/** Reads a duration as Go writes it (`30s`, `1m30s`, `500ms`), in milliseconds; undefined when it is none. */
export function parseGoDuration(text: string): number | undefined {
  const [sign = "", digits = ""] = /^[+-]/.test(text) ? [text[0], text.slice(1)] : ["", text]
  if (digits === "0") return 0
  let total = 0
  step.lastIndex = 0
  do {
    const match = step.exec(digits)
    if (match === null) return undefined
    total += Number(match[1]) * (milliseconds[match[2] ?? ""] ?? Number.NaN)
  } while (step.lastIndex < digits.length)
  return sign === "-" ? -total : total
}
