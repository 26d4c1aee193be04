import type { AuthPlugin } from "mysql2"
import type { MysqlOptions } from "../options/options.ts"
import { clearText } from "./clear-text.ts"
import { parsec } from "./parsec.ts"

const ed25519: AuthPlugin =
  ({ connection }) =>
  async (data) => {
    // Loaded only here: hardly any server asks for it.
    const { signWithPassword } = await import("./ed25519.ts")
    const { password } = connection.config
    return password === undefined ? Buffer.alloc(0) : signWithPassword(password, data.subarray(0, 32))
  }

/** Plug-ins for logging in, beside those of the driver. */
export const authenticationPlugins = (options: MysqlOptions): Record<string, AuthPlugin> => ({
  mysql_clear_password: clearText(options),
  client_ed25519: ed25519,
  parsec,
})
