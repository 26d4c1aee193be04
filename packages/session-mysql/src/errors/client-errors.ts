import type { ErrorMeaning } from "@opencode/session-core/server"
import { absent, byCode, certificate, lost, withoutTls } from "./error-meaning.ts"

/** By the name of an error of the driver, of the network or of TLS. */
export const clientErrors: Readonly<Record<string, ErrorMeaning>> = {
  ...byCode,
  PROTOCOL_CONNECTION_LOST: lost,
  PROTOCOL_PACKETS_OUT_OF_ORDER: lost,
  PROTOCOL_UNEXPECTED_PACKET: lost,
  PROTOCOL_ERROR: lost,
  HANDSHAKE_UNKNOWN_ERROR: { ...absent, message: "The handshake with the server failed." },
  PROTOCOL_SEQUENCE_TIMEOUT: {
    ...lost,
    code: "timeout",
    message: "The server did not answer in time.",
    hint: "The network or the server is slow, or the statement waits for something (SHOW PROCESSLIST). Raise sessionProvider.mysql.connectionTimeout, or readTimeout of the DSN, if that is normal.",
  },
  HANDSHAKE_NO_SSL_SUPPORT: withoutTls,
  HANDSHAKE_SSL_ERROR: certificate,
  AUTH_SWITCH_PLUGIN_ERROR: {
    code: "authentication_failed",
    message: "The server wants a method of authentication that may not be used.",
    hint: "Use TLS, or let the user have caching_sha2_password.",
    fatal: true,
  },
}
