import type { ErrorCode } from "@opencode/session-core"

/** What an error of the server or of the network means for us. */
export interface MysqlErrorMeaning {
  code: ErrorCode
  message: string
  hint?: string
  /** Whether the whole call is worth another try at once: it was a failure of the moment, and nothing of it was kept. */
  transient?: true
  /** Whether the connection is of no use any more. */
  fatal?: true
}

const tryAgain = "Try again."
const unreachable =
  "Check that MySQL is running (mysql -h HOST -u USER -p), and that no firewall closes its port to this machine."
const readOnly =
  "It may be a replica, or the old primary after a fail-over. Point the configuration at the server that takes writes."
const connections = "Raise max_connections on the server, or lower sessionProvider.mysql.maxConnections on the clients."
const packet = "Raise max_allowed_packet on the server (64M holds every part), or store a shorter value."
const privileges =
  "An administrator can grant them: GRANT ALL PRIVILEGES ON database.* TO 'user'@'%'. To work with a schema that is there, SELECT, INSERT, UPDATE and DELETE are enough; a migration needs CREATE, ALTER, INDEX and REFERENCES too."

/** By the server's error number: the driver's own names for them are incomplete, and sometimes wrong. */
export const serverErrors: Readonly<Record<number, MysqlErrorMeaning>> = {
  1040: {
    code: "too_many_connections",
    message: "The server has no connection left.",
    hint: connections,
    transient: true,
  },
  1203: {
    code: "too_many_connections",
    message: "The user has too many connections.",
    hint: connections,
    transient: true,
  },
  1226: { code: "too_many_connections", message: "The user has used up what it may have.", hint: connections },
  1045: {
    code: "authentication_failed",
    message: "The server refused the user or the password.",
    hint: "Check user and password in the configuration, and that the user may connect from this machine ('user'@'%').",
  },
  1251: {
    code: "authentication_failed",
    message: "The server wants a method of authentication that the driver does not have.",
    hint: "Let the user have caching_sha2_password.",
  },
  1698: {
    code: "authentication_failed",
    message: "The server refused the user.",
    hint: "The user may only log in through the socket of its own machine. Make one with a password.",
  },
  1820: { code: "authentication_failed", message: "The password has expired.", hint: "Set a new one: ALTER USER." },
  1862: { code: "authentication_failed", message: "The password has expired.", hint: "Set a new one: ALTER USER." },
  3118: {
    code: "authentication_failed",
    message: "The account is locked.",
    hint: "Ask an administrator: ALTER USER … ACCOUNT UNLOCK.",
  },
  4151: {
    code: "authentication_failed",
    message: "The account is locked.",
    hint: "Ask an administrator: ALTER USER … ACCOUNT UNLOCK.",
  },
  1130: {
    code: "authentication_failed",
    message: "The server takes no connections from this machine.",
    hint: "Make the user for it: 'user'@'%' takes connections from everywhere.",
  },
  1129: {
    code: "unavailable",
    message: "The server has blocked this machine after many failed connections.",
    hint: "An administrator can unblock it: TRUNCATE TABLE performance_schema.host_cache, or mariadb-admin flush-hosts.",
  },
  3159: {
    code: "access_denied",
    message: "The server takes only encrypted connections.",
    hint: "Set sessionProvider.mysql.tls, or tls=true in the DSN.",
  },
  1049: {
    code: "database_not_found",
    message: "There is no such database on the server.",
    hint: "Make it: CREATE DATABASE name CHARACTER SET utf8mb4. Or check the name in the configuration.",
  },
  1044: { code: "access_denied", message: "The user has no right on the database.", hint: privileges },
  1142: { code: "access_denied", message: "The user lacks a privilege.", hint: privileges },
  1143: { code: "access_denied", message: "The user lacks a privilege on a column.", hint: privileges },
  1227: { code: "access_denied", message: "The user lacks a privilege.", hint: privileges },
  1370: { code: "access_denied", message: "The user lacks a privilege on a routine.", hint: privileges },
  1419: { code: "access_denied", message: "The user lacks the privilege SUPER.", hint: privileges },
  1193: {
    code: "invalid_configuration",
    message: "The server does not know a session variable that the DSN sets.",
    hint: "What is no parameter of the DSN is a session variable: check its name.",
  },
  1146: {
    code: "unexpected",
    message: "A table of ours is not there.",
    hint: "Run the migrations: open the store without `migrate: false`, or `opencode-session migrate`.",
  },
  1054: {
    code: "newer_schema",
    message: "A table does not have a column that this version needs.",
    hint: "Run the migrations of this version, or update the @opencode/session packages.",
  },
  1153: { code: "too_large", message: "The server takes no packet of that size.", hint: packet, fatal: true },
  1301: { code: "too_large", message: "A value is larger than the server takes.", hint: packet },
  1406: { code: "too_large", message: "A value is longer than its column." },
  1114: {
    code: "storage_full",
    message: "The server has no space left.",
    hint: "Free some space. What was stored before is safe.",
  },
  1021: {
    code: "storage_full",
    message: "The server's disk is full.",
    hint: "Free some space. What was stored before is safe.",
  },
  1041: { code: "unavailable", message: "The server has no memory left.", transient: true },
  1037: { code: "unavailable", message: "The server has no memory left.", transient: true },
  1205: {
    code: "busy",
    message: "Another client held a lock for too long.",
    hint: "Try again. If it goes on, look for a client that does not end its transaction: SHOW PROCESSLIST.",
    transient: true,
  },
  3572: { code: "busy", message: "Another client holds a lock.", hint: tryAgain, transient: true },
  1213: { code: "busy", message: "Two clients waited for each other.", hint: tryAgain, transient: true },
  1020: { code: "busy", message: "A row changed at the same moment.", hint: tryAgain, transient: true },
  3101: { code: "busy", message: "Another member of the group wrote first.", hint: tryAgain, transient: true },
  1180: { code: "busy", message: "The cluster could not commit.", hint: tryAgain, transient: true },
  1105: { code: "unexpected", message: "The server failed." },
  1665: {
    code: "unsupported",
    message: "The server's binary log has a format that cannot hold what we write.",
    hint: "Set binlog_format to ROW (the default) or MIXED.",
  },
  1047: {
    code: "unavailable",
    message: "The node is not part of its cluster at the moment.",
    hint: "It comes back when the cluster has its majority again.",
    transient: true,
    fatal: true,
  },
  3100: {
    code: "unavailable",
    message: "The group could not take the transaction.",
    hint: tryAgain,
    transient: true,
    fatal: true,
  },
  1290: { code: "read_only", message: "The server takes no writes.", hint: readOnly, transient: true, fatal: true },
  1792: { code: "read_only", message: "The server takes no writes.", hint: readOnly, transient: true, fatal: true },
  1836: { code: "read_only", message: "The server takes no writes.", hint: readOnly, transient: true, fatal: true },
  1053: {
    code: "unavailable",
    message: "The server is shutting down.",
    hint: unreachable,
    transient: true,
    fatal: true,
  },
  1077: {
    code: "unavailable",
    message: "The server is shutting down.",
    hint: unreachable,
    transient: true,
    fatal: true,
  },
  1079: {
    code: "unavailable",
    message: "The server is shutting down.",
    hint: unreachable,
    transient: true,
    fatal: true,
  },
  1927: {
    code: "unavailable",
    message: "The connection was closed by an administrator.",
    transient: true,
    fatal: true,
  },
  4031: { code: "unavailable", message: "The server closed an idle connection.", transient: true, fatal: true },
  1158: { code: "unavailable", message: "The connection broke.", hint: unreachable, transient: true, fatal: true },
  1159: { code: "unavailable", message: "The connection broke.", hint: unreachable, transient: true, fatal: true },
  1160: { code: "unavailable", message: "The connection broke.", hint: unreachable, transient: true, fatal: true },
  1161: { code: "unavailable", message: "The connection broke.", hint: unreachable, transient: true, fatal: true },
  1317: { code: "timeout", message: "The statement was stopped on the server.", hint: tryAgain },
  3024: {
    code: "timeout",
    message: "The statement took longer than its time-out.",
    hint: "Ask for less at a time, or raise sessionProvider.mysql.connectionTimeout.",
  },
  1969: {
    code: "timeout",
    message: "The statement took longer than its time-out.",
    hint: "Ask for less at a time, or raise sessionProvider.mysql.connectionTimeout.",
  },
}

const lost: MysqlErrorMeaning = {
  code: "unavailable",
  message: "The connection to the server broke.",
  hint: unreachable,
  transient: true,
  fatal: true,
}
const refused: MysqlErrorMeaning = { ...lost, message: "The server refuses connections." }
const notFound: MysqlErrorMeaning = {
  code: "unavailable",
  message: "The server's name is not known.",
  hint: "Check the host in the configuration, and the network.",
  fatal: true,
}
const certificate: MysqlErrorMeaning = {
  code: "access_denied",
  message: "The server's certificate cannot be trusted.",
  hint: "Give the file of its authority in sessionProvider.mysql.tls.ca. skip-verify encrypts without knowing to whom.",
  fatal: true,
}

/** By the name of an error of the driver, of the network or of TLS. */
export const clientErrors: Readonly<Record<string, MysqlErrorMeaning>> = {
  ECONNREFUSED: refused,
  ECONNRESET: lost,
  EPIPE: lost,
  PROTOCOL_CONNECTION_LOST: lost,
  PROTOCOL_PACKETS_OUT_OF_ORDER: lost,
  PROTOCOL_UNEXPECTED_PACKET: lost,
  PROTOCOL_ERROR: lost,
  ECONNABORTED: lost,
  ENETUNREACH: { ...lost, message: "There is no way to the server's network." },
  EHOSTUNREACH: { ...lost, message: "There is no way to the server." },
  EADDRNOTAVAIL: { ...lost, message: "This machine has no port left." },
  // A unix socket whose server is not running, or was never there.
  ENOENT: { ...refused, message: "There is no such socket." },
  EACCES: { code: "access_denied", message: "The server's socket may not be opened.", fatal: true },
  ENOTFOUND: notFound,
  EAI_AGAIN: { ...notFound, transient: true },
  ETIMEDOUT: {
    code: "timeout",
    message: "The server did not answer in time.",
    hint: unreachable,
    transient: true,
    fatal: true,
  },
  PROTOCOL_SEQUENCE_TIMEOUT: {
    code: "timeout",
    message: "The server did not answer in time.",
    hint: unreachable,
    transient: true,
    fatal: true,
  },
  HANDSHAKE_NO_SSL_SUPPORT: {
    code: "access_denied",
    message: "The server has no TLS.",
    hint: 'Set it up on the server, or set tls to "preferred" or false where the network is trusted.',
    fatal: true,
  },
  HANDSHAKE_SSL_ERROR: certificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  CERT_HAS_EXPIRED: {
    ...certificate,
    message: "The server's certificate has expired.",
    hint: "It is to be renewed on the server.",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    ...certificate,
    message: "The server's certificate is for another name.",
    hint: 'Connect to the name that it is for. With an authority of your own, the mode "verify-ca" of sessionProvider.mysql.tls takes any name.',
  },
  AUTH_SWITCH_PLUGIN_ERROR: {
    code: "authentication_failed",
    message: "The server wants a method of authentication that may not be used.",
    hint: "Use TLS, or let the user have caching_sha2_password.",
    fatal: true,
  },
}

/** What the driver says, with neither number nor name, on a connection that broke while nobody used it. */
export const lostConnection = lost
