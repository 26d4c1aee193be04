import { absent, hints, lost, type MysqlErrorMeaning } from "./error-meaning.ts"

/** Names of our own, for what a look at the server has shown of a statement without an answer (await-answer.ts). */
export const unanswered = "STATEMENT_UNANSWERED"
export const stillRunning = "STATEMENT_STILL_RUNNING"

/** Also of a machine that has lost its network: names are looked up there. */
const notFound: MysqlErrorMeaning = {
  code: "unavailable",
  message: "The server's name is not known.",
  hint: "Check the host in the configuration, and the network.",
  statement: "never_started",
  transient: true,
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
  ECONNREFUSED: absent,
  ECONNRESET: lost,
  EPIPE: lost,
  PROTOCOL_CONNECTION_LOST: lost,
  PROTOCOL_PACKETS_OUT_OF_ORDER: lost,
  PROTOCOL_UNEXPECTED_PACKET: lost,
  PROTOCOL_ERROR: lost,
  HANDSHAKE_UNKNOWN_ERROR: { ...absent, message: "The handshake with the server failed." },
  ECONNABORTED: lost,
  ENETUNREACH: { ...lost, message: "No route to the server's network." },
  EHOSTUNREACH: { ...lost, message: "No route to the server." },
  ENETDOWN: { ...lost, message: "This machine's network is down." },
  EHOSTDOWN: { ...lost, message: "The server's machine is down." },
  ENOTCONN: lost,
  ERR_STREAM_DESTROYED: lost,
  ERR_STREAM_WRITE_AFTER_END: lost,
  EADDRNOTAVAIL: { ...absent, message: "This machine has no port left." },
  // A unix socket whose server is not running, or was never there.
  ENOENT: { ...absent, message: "There is no such socket." },
  EACCES: { code: "access_denied", message: "The server's socket may not be opened.", fatal: true },
  ENOTFOUND: notFound,
  EAI_AGAIN: notFound,
  EAI_FAIL: notFound,
  EAI_NODATA: notFound,
  // Of an attempt to connect, or of a connection that the system has given up.
  ETIMEDOUT: { ...lost, code: "timeout", message: "The server did not answer in time.", hint: hints.silent },
  [unanswered]: {
    ...lost,
    code: "timeout",
    message: "The connection leads nowhere: no answer came.",
    hint: hints.silent,
  },
  [stillRunning]: {
    ...lost,
    code: "timeout",
    message: "The server was still working on the statement when its time was up.",
    hint: "Look for what it waits for (SHOW PROCESSLIST), ask for less at a time, or raise sessionProvider.mysql.connectionTimeout.",
  },
  PROTOCOL_SEQUENCE_TIMEOUT: {
    ...lost,
    code: "timeout",
    message: "The server did not answer in time.",
    hint: "The network or the server is slow, or the statement waits for something (SHOW PROCESSLIST). Raise sessionProvider.mysql.connectionTimeout, or readTimeout of the DSN, if that is normal.",
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
