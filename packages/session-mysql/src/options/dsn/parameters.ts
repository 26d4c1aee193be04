import type { TlsRequest } from "@opencode/session-core/server"
import type { DsnSettings } from "./dsn.ts"
import { parseGoDuration } from "./go-duration.ts"

/** What a value comes to: settings (none, where it has no meaning here), or the reason why it is refused. */
export type DsnParameterReading = { settings: DsnSettings; tls?: TlsRequest } | { refused: string; hint: string }

export interface DsnParameter {
  /** `works`: it does what it does in Go. `meaningless`: any right value is accepted. `limited`: some values are refused. */
  kind: "works" | "meaningless" | "limited"
  /** Why, where it is not plain. */
  reason?: string
  /** `name` is the parameter's, as it is written. */
  read(value: string, name: string): DsnParameterReading
}

const nothing: DsnParameterReading = { settings: {} }

const booleans: Readonly<Record<string, boolean>> = {
  "1": true,
  true: true,
  TRUE: true,
  True: true,
  "0": false,
  false: false,
  FALSE: false,
  False: false,
}

const readBoolean = (value: string, read: (value: boolean) => DsnParameterReading): DsnParameterReading => {
  const boolean = Object.hasOwn(booleans, value) ? booleans[value] : undefined
  return boolean === undefined ? { refused: "is neither true nor false", hint: "Write true or false." } : read(boolean)
}

/** A switch that makes no difference here, however it stands. */
const meaningless = (reason: string): DsnParameter => ({
  kind: "meaningless",
  reason,
  read: (value) => readBoolean(value, () => nothing),
})

/** A switch of which one position is what happens here anyway, and the other cannot be had. */
const fixed = (position: boolean, reason: string, hint: string): DsnParameter => ({
  kind: "limited",
  reason,
  read: (value) =>
    readBoolean(value, (boolean) =>
      boolean === position ? nothing : { refused: `cannot be ${boolean}: ${reason}`, hint },
    ),
})

const duration = (settings: (milliseconds: number) => DsnSettings): DsnParameter => ({
  kind: "works",
  read(value) {
    const milliseconds = parseGoDuration(value)
    if (milliseconds === undefined || milliseconds < 0) {
      return { refused: "is no duration", hint: "Write a number and its unit: 30s, 1m30s, 500ms." }
    }
    // As in Go, zero sets no limit of its own: that of the configuration holds.
    return { settings: milliseconds === 0 ? {} : settings(Math.max(1, Math.round(milliseconds))) }
  },
})

const tlsModes: Readonly<Record<string, TlsRequest>> = {
  "skip-verify": { encryption: "on", exactly: "none" },
  preferred: { encryption: "preferred" },
}

/** Names of UTF-8. MySQL's utf8 has fewer characters: what is stored by it is stored by utf8mb4 as well. */
export const isUtf8Name = (text: string): boolean => /^utf-?8(?:mb[34])?$/i.test(text.trim())

/** Every parameter of the Go driver, and what becomes of it here. */
export const dsnParameters: Readonly<Record<string, DsnParameter>> = {
  allowAllFiles: fixed(false, "no file is ever sent to the server", "Leave it out."),
  allowCleartextPasswords: {
    kind: "works",
    read: (value) => readBoolean(value, (boolean) => ({ settings: { cleartextPasswords: boolean } })),
  },
  allowFallbackToPlaintext: {
    kind: "works",
    reason: "true contradicts a parameter that asks for TLS: such a DSN never connects without it",
    read: (value) => readBoolean(value, (boolean) => (boolean ? { settings: {}, tls: { fallback: true } } : nothing)),
  },
  allowNativePasswords: fixed(true, "the driver takes the method that the server names", "Leave it out."),
  allowOldPasswords: fixed(false, "passwords of MySQL before 4.1 are not safe", "Give the user a current password."),
  charset: {
    kind: "limited",
    reason: "text is UTF-8",
    read: (value) =>
      value.split(",").some(isUtf8Name)
        ? nothing
        : { refused: "can only be utf8mb4: anything else loses characters", hint: "Leave it out, or write utf8mb4." },
  },
  checkConnLiveness: meaningless("a connection that was lost is replaced, and the work on it repeated"),
  clientFoundRows: meaningless("no statement counts rows"),
  collation: {
    kind: "meaningless",
    reason: "the schema has its own order of characters",
    read: (value) =>
      /^\w+$/.test(value)
        ? nothing
        : { refused: "is no name of a collation", hint: "Leave it out: it has no meaning here." },
  },
  columnsWithAlias: meaningless("columns are named by the statements"),
  compress: {
    kind: "works",
    read: (value) => readBoolean(value, (boolean) => ({ settings: { compress: boolean } })),
  },
  connectionAttributes: {
    kind: "works",
    read(value) {
      const pairs = value.split(",").map((pair) => /^([^:]+):(.*)$/s.exec(pair.trim()))
      if (pairs.some((pair) => pair === null)) {
        return { refused: "is not name:value,name:value", hint: "For example connectionAttributes=team:editors." }
      }
      const attributes = Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]))
      return { settings: { connectionAttributes: attributes } }
    },
  },
  interpolateParams: meaningless("values always travel with their statement"),
  loc: {
    kind: "meaningless",
    reason: "times are stored as numbers",
    read: () => nothing,
  },
  maxAllowedPacket: {
    kind: "works",
    read(value) {
      const bytes = Number(value)
      if (!/^\d+$/.test(value) || !Number.isSafeInteger(bytes)) {
        return { refused: "is no number of bytes", hint: "For example 67108864; 0 takes the server's." }
      }
      return { settings: bytes === 0 ? {} : { maximumPacket: bytes } }
    },
  },
  multiStatements: meaningless("a batch always travels as one packet"),
  parseTime: meaningless("times are stored as numbers"),
  readTimeout: duration((queryTimeout) => ({ queryTimeout })),
  rejectReadOnly: meaningless("after a fail-over a new connection is made anyway"),
  serverPubKey: {
    kind: "limited",
    reason: "it names a key that a Go program registers",
    read: () => ({
      refused: "names a key that a Go program registers; there is none here",
      hint: "Leave it out: the key is asked of the server. Use TLS where the network is not trusted.",
    }),
  },
  timeTruncate: { ...duration(() => ({})), kind: "meaningless", reason: "times are stored as numbers" },
  timeout: duration((connectTimeout) => ({ connectTimeout })),
  tls: {
    kind: "limited",
    reason: "a NAME is one that a Go program registers",
    read(value) {
      const request = tlsModes[value.toLowerCase()]
      if (request !== undefined) return { settings: {}, tls: request }
      if (Object.hasOwn(booleans, value)) {
        const isOn = booleans[value] === true
        return { settings: {}, tls: isOn ? { encryption: "on", exactly: "name" } : { encryption: "off" } }
      }
      return {
        refused: "names a TLS configuration that a Go program registers; there is none here",
        hint: "It can be true, false, skip-verify or preferred. For a CA file or a client certificate set sessionProvider.mysql.tls.",
      }
    },
  },
  writeTimeout: {
    ...duration(() => ({})),
    kind: "meaningless",
    reason: "sending is part of waiting for the answer: readTimeout bounds both",
  },
}
