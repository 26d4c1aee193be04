import { TLSSocket } from "node:tls"
import type { AuthPlugin } from "mysql2"
import type { MysqlOptions } from "../options/options.ts"
import { loginError } from "./login-error.ts"

const advice =
  "Set allowCleartextPasswords=true, and encrypt the connection: tls=true in the DSN, or sessionProvider.mysql.tls."

/**
 * Sends the password as it is, which PAM, LDAP and the tokens of cloud providers need. Only where the user has allowed it, and
 * nobody on the way can read it: over TLS, or through a unix socket.
 */
export const clearText =
  ({ address, cleartextPasswords }: MysqlOptions): AuthPlugin =>
  ({ connection }) =>
  () => {
    if (!cleartextPasswords) {
      throw loginError("The server asks for the password in clear text, which is not allowed.", advice)
    }
    // The driver puts a TLS socket in the place of the one that it was given; its types know of neither.
    const encrypted = "stream" in connection && connection.stream instanceof TLSSocket && connection.stream.encrypted
    if (!encrypted && !("socketPath" in address)) {
      throw loginError("The server asks for the password in clear text, and the connection is not encrypted.", advice)
    }
    return Buffer.from(`${connection.config.password ?? ""}\0`)
  }
