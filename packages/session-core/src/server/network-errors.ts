import { stillRunning, unanswered } from "./await-answer.ts"
import type { ErrorMeaning } from "./error-meaning.ts"

/** What the hints of a database's errors name. */
export interface ServerWords {
  /** What the server is called: `MySQL`. */
  name: string
  /** A command that shows whether it can be reached, as it is typed. */
  client: string
  /** Where the options are: `sessionProvider.mysql`. */
  prefix: string
  /** How an administrator sees what the server is doing: `SHOW PROCESSLIST`. */
  activity: string
}

/** What errors of the network and of TLS mean, and what several errors of a server mean alike. */
export function networkErrors({ name, client, prefix, activity }: ServerWords) {
  const hints = {
    tryAgain: "Try again.",
    unreachable: `Check that ${name} is running (${client}), and that no firewall closes its port to this machine.`,
    silent: `Check that the server can be reached from here: a VPN or Wi-Fi that is down, a firewall that drops packets, or a server that hangs gives no answer. Shorten ${prefix}.connectionTimeout to fail sooner.`,
    proxied: "A proxy or router before the server sent this. Check the servers behind it, and its own log.",
    comesBack: `Wait for the server to come back. Raise ${prefix}.connectionTimeout to wait longer.`,
    readOnly:
      "It may be a replica, or the old primary after a fail-over. Point the configuration at the server that takes writes.",
    connections: `Raise max_connections on the server, or lower ${prefix}.maxConnections on the clients.`,
    slow: `The network or the server is slow, or the statement waits for something (${activity}). Raise ${prefix}.connectionTimeout if that is normal.`,
  }
  /** The connection broke, or is about to, and with it what was under way. */
  const lost: ErrorMeaning = {
    code: "unavailable",
    message: "The connection to the server broke.",
    hint: hints.unreachable,
    statement: "unknown",
    transient: true,
    fatal: true,
  }
  /** There was no server to give the statement to. */
  const absent: ErrorMeaning = {
    code: "unavailable",
    message: "The server refuses connections.",
    hint: hints.unreachable,
    statement: "never_started",
    transient: true,
    fatal: true,
  }
  /** The server takes no writes: for good, or while another one takes over. */
  const readOnly: ErrorMeaning = {
    code: "read_only",
    message: "The server takes no writes.",
    hint: hints.readOnly,
    transient: true,
    fatal: true,
  }
  const full: ErrorMeaning = {
    code: "storage_full",
    message: "The server's disk is full.",
    hint: "Free some space. What was stored before is safe.",
  }
  /** The server is up, and takes no further connection. */
  const connectionLimit: ErrorMeaning = {
    code: "too_many_connections",
    message: "The server has reached its limit of connections.",
    hint: hints.connections,
    statement: "never_started",
    transient: true,
    limit: true,
  }
  /** Also of a machine that has lost its network: names are looked up there. */
  const notFound: ErrorMeaning = {
    code: "unavailable",
    message: "The server's name is not known.",
    hint: "Check the host in the configuration, and the network.",
    statement: "never_started",
    transient: true,
    fatal: true,
  }
  const certificate: ErrorMeaning = {
    code: "access_denied",
    message: "The server's certificate cannot be trusted.",
    hint: `Give the file of its authority in ${prefix}.tls.ca. skip-verify encrypts without knowing to whom.`,
    fatal: true,
  }
  const withoutTls: ErrorMeaning = {
    code: "access_denied",
    message: "The server has no TLS.",
    hint: 'Set it up on the server, or set tls to "preferred" or false where the network is trusted.',
    fatal: true,
  }
  /** By the name of an error of Node.js or of ours. */
  const byCode: Readonly<Record<string, ErrorMeaning>> = {
    ECONNREFUSED: absent,
    ECONNRESET: lost,
    EPIPE: lost,
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
      hint: `Look for what it waits for (${activity}), ask for less at a time, or raise ${prefix}.connectionTimeout.`,
    },
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
      hint: `Connect to the name that it is for. With an authority of your own, the mode "verify-ca" of ${prefix}.tls takes any name.`,
    },
  }
  return { hints, lost, absent, readOnly, full, connectionLimit, certificate, withoutTls, byCode }
}
