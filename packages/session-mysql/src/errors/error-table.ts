import type { ErrorMeaning } from "@opencode/session-core/server"
import { absent, connectionLimit, full, hints, lost, readOnly } from "./error-meaning.ts"

const { packet, privileges, tryAgain } = hints

/** The server ends this connection, or itself: what was under way may have been carried out. */
const closing: ErrorMeaning = { ...lost, message: "The server is shutting down.", hint: hints.comesBack }
const broken: ErrorMeaning = { ...lost, hint: hints.comesBack }
const statementTimeout: ErrorMeaning = {
  code: "timeout",
  message: "The statement took longer than its time-out.",
  hint: "Ask for less at a time, or raise sessionProvider.mysql.connectionTimeout.",
  statement: "unknown",
}

/** By the server's error number: the driver's own names for them are incomplete, and sometimes wrong. */
export const serverErrors: Readonly<Record<number, ErrorMeaning>> = {
  1040: connectionLimit,
  1203: { ...connectionLimit, message: "The user has reached the limit of connections." },
  1226: { ...connectionLimit, message: "The user has reached the limit of connections." },
  1135: { ...connectionLimit, message: "The server cannot start a thread for another connection." },
  1045: {
    code: "authentication_failed",
    message: "The server refused the user or the password.",
    hint: "Check user and password in the configuration, that the user may connect from this machine ('user'@'%'), and whether it must use TLS (REQUIRE SSL).",
  },
  1251: {
    code: "authentication_failed",
    message: "The server wants a method of authentication that the driver does not have.",
    hint: "Let the user have caching_sha2_password.",
  },
  1524: {
    code: "authentication_failed",
    message: "The server does not have the plug-in that the user logs in by.",
    hint: "MySQL 9 has no mysql_native_password any more: ALTER USER … IDENTIFIED WITH caching_sha2_password BY '…'.",
  },
  3955: {
    code: "authentication_failed",
    message: "The account is blocked for a while, after too many wrong passwords.",
    hint: "Wait, or ask an administrator: ALTER USER … ACCOUNT UNLOCK. Look for a client with an old password.",
  },
  4150: {
    code: "authentication_failed",
    message: "The account is blocked, after too many wrong passwords.",
    hint: "Ask an administrator: FLUSH PRIVILEGES. Look for a client with an old password.",
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
  1021: full,
  1041: { code: "unavailable", message: "The server has no memory left.", hint: hints.comesBack, transient: true },
  1037: { code: "unavailable", message: "The server has no memory left.", hint: hints.comesBack, transient: true },
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
  // At the very end of a transaction: another member may have it.
  1180: {
    code: "busy",
    message: "The cluster could not commit.",
    hint: tryAgain,
    statement: "unknown",
    transient: true,
  },
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
  // Only where it names such an option (translate-error.ts).
  1290: readOnly,
  1792: readOnly,
  1836: readOnly,
  1036: readOnly,
  1874: readOnly,
  1881: { ...readOnly, message: "The server is in recovery, and takes no writes." },
  1053: closing,
  1077: closing,
  1078: closing,
  1079: closing,
  1080: closing,
  // MariaDB when somebody ends the connection, and its proxy when the server behind it is gone.
  1927: { ...broken, message: "The connection was closed by an administrator, or by a proxy that lost the server." },
  1928: broken,
  4031: { ...broken, message: "The server closed an idle connection.", statement: "never_started" },
  3032: {
    ...absent,
    message: "The server is in offline mode.",
    hint: "It is being maintained (offline_mode=ON). Wait until it is back.",
  },
  3168: { ...absent, message: "The server is not available at the moment.", hint: hints.comesBack },
  3169: { ...broken, message: "The connection was ended by an administrator." },
  1042: { ...absent, message: "The server could not find out the name of this machine.", hint: tryAgain },
  1043: { ...absent, message: "The handshake with the server failed." },
  1081: { ...absent, message: "The server could not open a connection." },
  1152: broken,
  1154: broken,
  1155: broken,
  1156: broken,
  1157: broken,
  1158: broken,
  1159: broken,
  1160: broken,
  1161: broken,
  1184: broken,
  1189: broken,
  1190: broken,
  1317: { ...statementTimeout, message: "The statement was stopped on the server.", hint: tryAgain },
  3024: statementTimeout,
  1969: statementTimeout,
}
