import { describe, expect, it } from "vitest"
import type { DsnSettings } from "./dsn.ts"
import { dsnParameters } from "./parameters.ts"
import { parseParameters } from "./parse-parameters.ts"

/** A value of every parameter that is taken, and what it comes to. */
const taken: Record<string, [value: string, settings: DsnSettings][]> = {
  allowAllFiles: [["false", {}]],
  allowCleartextPasswords: [["true", { cleartextPasswords: true }]],
  allowFallbackToPlaintext: [
    ["true", { tls: "preferred" }],
    ["false", {}],
  ],
  allowNativePasswords: [["true", {}]],
  allowOldPasswords: [["0", {}]],
  charset: [["utf8mb4,utf8", {}]],
  checkConnLiveness: [["false", {}]],
  clientFoundRows: [["true", {}]],
  collation: [["utf8mb4_general_ci", {}]],
  columnsWithAlias: [["true", {}]],
  compress: [["true", { compress: true }]],
  connectionAttributes: [["team:editors,host:a", { connectionAttributes: { team: "editors", host: "a" } }]],
  interpolateParams: [["true", {}]],
  loc: [["Europe%2FBerlin", {}]],
  maxAllowedPacket: [
    ["1048576", { maximumPacket: 1048576 }],
    ["0", {}],
  ],
  multiStatements: [["true", {}]],
  parseTime: [["true", {}]],
  readTimeout: [
    ["1m30s", { queryTimeout: 90_000 }],
    ["0", {}],
  ],
  rejectReadOnly: [["true", {}]],
  timeTruncate: [["1us", {}]],
  timeout: [["500ms", { connectTimeout: 500 }]],
  tls: [
    ["true", { tls: "verify" }],
    ["false", { tls: "off" }],
    ["skip-verify", { tls: "skip-verify" }],
    ["preferred", { tls: "preferred" }],
  ],
  writeTimeout: [["5s", {}]],
}

/** Values that are refused, with a word of the reason. */
const refused: Record<string, [value: string, reason: string][]> = {
  allowAllFiles: [["true", "no file"]],
  allowNativePasswords: [["false", "method"]],
  allowOldPasswords: [["true", "not safe"]],
  charset: [["latin1", "loses characters"]],
  connectionAttributes: [["team", "name:value"]],
  maxAllowedPacket: [["64M", "bytes"]],
  parseTime: [["yes", "neither true nor false"]],
  readTimeout: [["30", "no duration"]],
  serverPubKey: [["mine", "Go program registers"]],
  timeout: [["-1s", "no duration"]],
  tls: [["mine", "Go program registers"]],
}

describe("each parameter of the Go driver does its work, has no meaning here, or is refused with the reason", () => {
  it("none is forgotten", () => {
    expect([...new Set([...Object.keys(taken), ...Object.keys(refused)])].sort()).toEqual(
      Object.keys(dsnParameters).sort(),
    )
  })

  it.each(Object.entries(taken).flatMap(([name, cases]) => cases.map((each) => [name, ...each] as const)))(
    "%s=%s",
    (name, value, settings) => {
      expect(parseParameters(`${name}=${value}`)).toEqual(settings)
    },
  )

  it.each(Object.entries(refused).flatMap(([name, cases]) => cases.map((each) => [name, ...each] as const)))(
    "%s=%s is refused",
    (name, value, reason) => {
      expect(() => parseParameters(`${name}=${value}`)).toThrow(reason)
    },
  )

  it("TLS with a fallback to plaintext is only what `preferred` means: whoever asks for TLS gets it", () => {
    expect(parseParameters("tls=preferred&allowFallbackToPlaintext=true")).toEqual({ tls: "preferred" })
    expect(parseParameters("tls=false&allowFallbackToPlaintext=true")).toEqual({ tls: "off" })
    expect(() => parseParameters("tls=true&allowFallbackToPlaintext=true")).toThrow(/contradict/)
  })
})

describe("any other parameter is a session variable", () => {
  it("several are kept", () => {
    expect(parseParameters("wsrep_sync_wait=1&group_replication_consistency=%27BEFORE%27&time_zone=%27UTC%27")).toEqual(
      {
        variables: { wsrep_sync_wait: "1", group_replication_consistency: "'BEFORE'" },
      },
    )
  })

  it.each(["sql_mode=%27ANSI%27", "autocommit=0", "foo=1;drop", "foo=%27a%27%2C%20b=1", "a-b=1", "novalue"])(
    "%s is refused",
    (parameters) => {
      expect(() => parseParameters(parameters)).toThrow()
    },
  )
})
