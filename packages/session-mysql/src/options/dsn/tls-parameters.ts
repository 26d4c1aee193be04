import { type TlsRequest, tlsOn } from "@opencode/session-core/server"
import type { DsnParameter, DsnParameterReading } from "./parameters.ts"

/** Where files and certificates belong. */
const filesHint = `Set sessionProvider.mysql.tls: {"ca": "/path/ca.pem"}, with certificate and key for a client's own. An authority for all programs: NODE_EXTRA_CA_CERTS.`

const off: TlsRequest = { encryption: "off" }
const on = tlsOn
const unverified: TlsRequest = { encryption: "on", exactly: "none" }
const verified: TlsRequest = { encryption: "on", exactly: "name" }

/** As MySQL, PostgreSQL, JDBC, Prisma and others write it, in lower case and with hyphens. */
const words: Readonly<Record<string, TlsRequest>> = {
  false: off,
  "0": off,
  off: off,
  no: off,
  disable: off,
  disabled: off,
  true: on,
  "1": on,
  on,
  yes: on,
  prefer: { encryption: "preferred" },
  preferred: { encryption: "preferred" },
  allow: { encryption: "preferred" },
  require: { encryption: "on", byDefault: "none" },
  required: { encryption: "on", byDefault: "none" },
  trust: unverified,
  "skip-verify": unverified,
  "no-verify": unverified,
  "accept-invalid-certs": unverified,
  "verify-ca": { encryption: "on", exactly: "authority" },
  "verify-identity": verified,
  "verify-full": verified,
  strict: verified,
}

const asked = (tls: TlsRequest): DsnParameterReading => ({ settings: {}, tls })
const nothing: DsnParameterReading = { settings: {} }

function wordOf(value: string): TlsRequest | undefined {
  const word = value.toLowerCase().replaceAll("_", "-")
  return Object.hasOwn(words, word) ? words[word] : undefined
}

const mode: DsnParameter = {
  kind: "works",
  read(value) {
    const request = wordOf(value)
    if (request !== undefined) return asked(request)
    return value.startsWith("{")
      ? readObject(value)
      : {
          refused: "names no way of TLS that is known here",
          hint: "It can be true, false, skip-verify, preferred, required, verify_ca or verify_identity.",
        }
  },
}

/** `ssl={"rejectUnauthorized":true}`, as the driver itself reads a URL. */
function readObject(value: string): DsnParameterReading {
  const refused = { refused: "has an option of TLS that cannot stand in a DSN", hint: filesHint }
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    return { refused: "is not well-formed JSON", hint: 'For example ssl={"rejectUnauthorized":true}.' }
  }
  // Of a text or a number, all of it is `others`.
  const { rejectUnauthorized = true, minVersion = "TLSv1.2", ...others } = parsed as Record<string, unknown>
  if (Object.keys(others).length > 0 || minVersion !== "TLSv1.2") return refused
  if (typeof rejectUnauthorized !== "boolean")
    return { refused: "has a rejectUnauthorized that is neither true nor false", hint: "Write true or false." }
  return asked(rejectUnauthorized ? on : unverified)
}

/** A switch that asks for something in one or both of its positions. */
const toggle = (whenTrue: TlsRequest | undefined, whenFalse: TlsRequest | undefined): DsnParameter => ({
  kind: "works",
  read(value) {
    const position = wordOf(value)
    if (position !== on && position !== off)
      return { refused: "is neither true nor false", hint: "Write true or false." }
    const request = position === on ? whenTrue : whenFalse
    return request === undefined ? nothing : asked(request)
  },
})

const how = (exactly: "none" | "name"): TlsRequest => ({ exactly })

const versions: DsnParameter = {
  kind: "limited",
  reason: "it is TLS 1.2 or 1.3, whichever both sides have",
  read: (value) =>
    /tlsv1\.[23]/i.test(value)
      ? asked({ byDefault: "none" })
      : { refused: "allows only versions of TLS that are not safe", hint: "Leave it out: it is TLS 1.2 or 1.3." },
}

/** Parameters about TLS, by their names in lower case without hyphens and underscores. */
export const tlsParameters: Readonly<Record<string, DsnParameter>> = {
  tls: mode,
  ssl: mode,
  sslmode: mode,
  tlsmode: mode,
  sslaccept: mode,
  usetls: toggle(on, off),
  // JDBC verifies only where it is told to.
  usessl: toggle({ encryption: "on", byDefault: "none" }, off),
  requiressl: toggle({ encryption: "on", byDefault: "none" }, undefined),
  verifyservercertificate: toggle({ atLeast: "authority" }, how("none")),
  sslverifycert: toggle({ atLeast: "authority" }, how("none")),
  sslverifyservercert: toggle({ atLeast: "authority" }, how("none")),
  sslverifyidentity: toggle(how("name"), undefined),
  rejectunauthorized: toggle({ atLeast: "authority", byDefault: "name" }, how("none")),
  sslrejectunauthorized: toggle({ atLeast: "authority", byDefault: "name" }, how("none")),
  trustservercertificate: toggle(how("none"), undefined),
  ssldisabled: toggle(off, undefined),
  skipssl: toggle(off, undefined),
  tlsversion: versions,
  tlsversions: versions,
  enabledtlsprotocols: versions,
  enabledsslprotocolsuites: versions,
}

/** Anything else that speaks of TLS: left out, the connection would be another than was asked for. */
export const unknownTlsParameter: DsnParameter = {
  kind: "limited",
  read: () => ({ refused: "is an option of TLS that a DSN cannot have here", hint: filesHint }),
}

export const speaksOfTls = (name: string): boolean => /ssl|tls|cert|trust|keystore|cipher/i.test(name)
