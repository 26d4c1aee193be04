/** How a text's bytes become characters, as its beginning tells. */
export interface TextEncoding {
  /** As `TextDecoder` knows it. */
  label: "utf-8" | "utf-16le" | "utf-16be"
  /** Bytes of its byte order mark, 0 where it has none. */
  markBytes: number
}

const marks: readonly { bytes: readonly number[]; label: TextEncoding["label"] }[] = [
  { bytes: [0xef, 0xbb, 0xbf], label: "utf-8" },
  { bytes: [0xff, 0xfe], label: "utf-16le" },
  { bytes: [0xfe, 0xff], label: "utf-16be" },
]

/**
 * The encoding of a text by its first bytes. Windows PowerShell writes UTF-16 where a program's output is redirected; without a
 * mark it shows in the zeros of the ASCII characters, of which JSON has many.
 */
export function encodingOf(beginning: Uint8Array): TextEncoding {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => beginning[index] === byte))
  if (mark !== undefined) return { label: mark.label, markBytes: mark.bytes.length }
  const zeros = [0, 0]
  for (const [index, byte] of beginning.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const enough = beginning.length / 8
  if (odd > enough && odd > 4 * even) return { label: "utf-16le", markBytes: 0 }
  if (even > enough && even > 4 * odd) return { label: "utf-16be", markBytes: 0 }
  return { label: "utf-8", markBytes: 0 }
}
