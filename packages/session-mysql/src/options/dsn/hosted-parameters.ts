import { isConnectionCount, Secret } from "@opencode/session-core/server"
import type { DsnSettings } from "./dsn.ts"
import { parseGoDuration } from "./go-duration.ts"
import { type DsnParameter, type DsnParameterReading, dsnParameters, isUtf8Name } from "./parameters.ts"

const nothing: DsnParameterReading = { settings: {} }

const meaningless = (reason: string): DsnParameter => ({ kind: "meaningless", reason, read: () => nothing })

/** As the Go driver reads the parameter of that name. */
const goParameter = (name: keyof typeof dsnParameters): DsnParameter => {
  const parameter = dsnParameters[name]
  if (parameter === undefined) throw new TypeError(`${name} is no parameter.`)
  return parameter
}

/**
 * A number is in seconds where the name is written like connect_timeout, as MySQL's clients, Prisma and Rails do, and in
 * milliseconds where it is written like connectTimeout, as JDBC and Node.js do.
 */
const time = (settings: (milliseconds: number) => DsnSettings): DsnParameter => ({
  kind: "works",
  read(value, name) {
    const isNumber = /^\d+(?:\.\d+)?$/.test(value)
    const milliseconds = isNumber ? Number(value) * (/[A-Z]/.test(name) ? 1 : 1000) : parseGoDuration(value)
    if (milliseconds === undefined || milliseconds < 0) {
      return { refused: "is no time", hint: "Write a number, or a number and its unit: 30s, 500ms." }
    }
    // Zero sets no limit of its own: that of the configuration holds.
    return { settings: milliseconds === 0 ? {} : settings(Math.max(1, Math.round(milliseconds))) }
  },
})

const connections: DsnParameter = {
  kind: "works",
  read(value) {
    const count = Number(value)
    return /^\d+$/.test(value) && isConnectionCount(count)
      ? { settings: { maxConnections: count } }
      : { refused: "is no number of connections", hint: "For example connection_limit=10." }
  },
}

const encoding: DsnParameter = {
  kind: "limited",
  reason: "text is UTF-8",
  read: (value) =>
    isUtf8Name(value)
      ? nothing
      : { refused: "can only be utf8mb4: anything else loses characters", hint: "Leave it out." },
}

const login = (settings: (value: string) => DsnSettings): DsnParameter => ({
  kind: "works",
  read: (value) => ({ settings: settings(value) }),
})

const noStatements: DsnParameter = {
  kind: "limited",
  reason: "each connection sets what it depends on",
  read: () => ({
    refused: "runs statements that are not looked at",
    hint: "Write a session variable as a parameter of its own: wsrep_sync_wait=1.",
  }),
}

const socket: DsnParameter = {
  kind: "works",
  read: (value) =>
    value === "" ? { refused: "is empty", hint: "Write a socket's path." } : { settings: { socketPath: value } },
}

const pooled = meaningless("the pool has its own: connectionTimeout bounds every wait")
const prepared = meaningless("values always travel with their statement")
const typed = meaningless("values come back as they were stored")
const zoned = meaningless("times are stored as numbers")
const reconnecting = meaningless("a connection that was lost is replaced, and the work on it repeated")

/** Parameters of other programs' URLs, by their names in lower case without hyphens and underscores. */
export const hostedParameters: Readonly<Record<string, DsnParameter>> = {
  connecttimeout: time((connectTimeout) => ({ connectTimeout })),
  connectiontimeout: time((connectTimeout) => ({ connectTimeout })),
  sockettimeout: time((queryTimeout) => ({ queryTimeout })),
  readtimeout: time((queryTimeout) => ({ queryTimeout })),
  writetimeout: meaningless("sending is part of waiting for the answer"),

  connectionlimit: connections,
  maxconnections: connections,
  maxpoolsize: connections,
  maximumpoolsize: connections,
  poolsize: connections,
  pool: connections,
  pooltimeout: pooled,
  acquiretimeout: pooled,
  idletimeout: pooled,
  maxidletime: pooled,
  maxidleconnectionlifetime: pooled,
  poolrecycle: pooled,
  poolpreping: pooled,
  waitforconnections: pooled,
  queuelimit: pooled,

  reconnect: reconnecting,
  autoreconnect: reconnecting,
  autoreconnectforpools: reconnecting,
  enablekeepalive: reconnecting,
  tcpkeepalive: reconnecting,

  charset: encoding,
  encoding,
  characterencoding: encoding,
  charactersetresults: encoding,
  useunicode: meaningless("text is UTF-8"),
  connectioncollation: goParameter("collation"),
  collation: goParameter("collation"),
  timezone: zoned,
  servertimezone: zoned,
  connectiontimezone: zoned,
  forceconnectiontimezonetosession: zoned,
  uselegacydatetimecode: zoned,
  usejdbccomplianttimezoneshift: zoned,

  multiplestatements: prepared,
  multistatements: prepared,
  allowmultiqueries: prepared,
  rewritebatchedstatements: prepared,
  cacheprepstmts: prepared,
  prepstmtcachesize: prepared,
  prepstmtcachesqllimit: prepared,
  useserverprepstmts: prepared,
  preparedstatements: prepared,
  statementcachesize: prepared,
  namedplaceholders: prepared,
  parsetime: typed,
  datestrings: typed,
  supportbignumbers: typed,
  bignumberstrings: typed,
  decimalnumbers: typed,
  typecast: typed,
  tinyint1isbit: typed,
  zerodatetimebehavior: typed,
  nullcatalogmeanscurrent: typed,
  useaffectedrows: typed,
  clientfoundrows: typed,

  compress: goParameter("compress"),
  compression: goParameter("compress"),
  usecompression: goParameter("compress"),
  maxallowedpacket: goParameter("maxAllowedPacket"),
  connectattributes: goParameter("connectionAttributes"),
  connectionattributes: goParameter("connectionAttributes"),
  allowcleartextpasswords: goParameter("allowCleartextPasswords"),
  enablecleartextplugin: goParameter("allowCleartextPasswords"),
  allowloadlocalinfile: goParameter("allowAllFiles"),
  allowlocalinfile: goParameter("allowAllFiles"),
  localinfile: goParameter("allowAllFiles"),
  allowpublickeyretrieval: goParameter("allowNativePasswords"),
  authplugin: meaningless("the server names the method"),
  defaultauth: meaningless("the server names the method"),
  defaultauthenticationplugin: meaningless("the server names the method"),
  applicationname: meaningless("the server is told opencode-session"),
  programname: meaningless("the server is told opencode-session"),

  initcommand: noStatements,
  sessionvariables: noStatements,
}

/** Those of a URL alone: where the Go driver's grammar is used, they have their own place. */
export const urlParameters: Readonly<Record<string, DsnParameter>> = {
  socket,
  socketpath: socket,
  unixsocket: socket,
  user: login((user) => ({ user })),
  username: login((user) => ({ user })),
  password: login((password) => ({ password: new Secret(password) })),
}
