import { createMemoryProvider } from "@opencode/session-core/memory"
import {
  type JsonObject,
  type ProviderDefinition,
  SessionStorageError,
  specificationVersion,
} from "@opencode/session-core/provider"
import type { Fault } from "./fault.ts"

/** A server's options, as far as the faults need them. */
interface ServerOptions {
  host: string
  password: string
  port: number
}

const invalid = (key: string) =>
  new SessionStorageError("invalid_configuration", `The option ${key} is wrong.`, {
    hint: "Known are host, port, password.",
  })

/** A definition that is right. */
const right: ProviderDefinition<ServerOptions> = {
  specificationVersion,
  name: "server",
  options: { host: { role: "connection" }, port: { role: "connection" }, password: { role: "connection" } },
  publicOptions: ["host", "port"],
  parseOptions({ host, password, port, ...others }) {
    for (const key of Object.keys(others)) throw invalid(key)
    if (typeof host !== "string" || host === "") throw invalid("host")
    if (typeof password !== "string" || password === "") throw invalid("password")
    if (typeof port !== "number" || !Number.isInteger(port)) throw invalid("port")
    return { host, password, port }
  },
  target: ({ host, port }) => ({ description: `server://${host}:${port}`, remote: true }),
  open: async () => createMemoryProvider(),
}

const options = (secret: string): JsonObject[] => [{ host: "db.example", port: 1, password: secret }]

/** The fault of a definition that differs from the right one. */
const defining = (name: string, caughtBy: RegExp, wrong: Partial<ProviderDefinition<ServerOptions>>): Fault => ({
  name,
  caughtBy,
  defines: (planted) => ({ provider: planted ? { ...right, ...wrong } : right, options }),
  plant: () => ({}),
})

/** What is wrong with what a package exports. */
export const definitionFaults: Fault[] = [
  defining("a misspelt option that is ignored", /an option that is misspelt is refused by its name/, {
    parseOptions: ({ host, password, port }, surroundings) =>
      right.parseOptions({ ...{ host, password, port } } as JsonObject, surroundings),
  }),
  defining("a port that may be anything", /an option of an impossible type is refused by its name/, {
    parseOptions: (given, surroundings) => right.parseOptions({ ...given, port: Number(given.port) }, surroundings),
  }),
  defining(
    "an option that is refused with a driver's own error",
    /an option of an impossible type is refused by its name/,
    {
      parseOptions(given, surroundings) {
        if (typeof given.host !== "string") throw new TypeError("given.host.split is not a function")
        return right.parseOptions(given, surroundings)
      },
    },
  ),
  defining("a target that shows the password", /neither where they lead nor the errors of options show a password/, {
    target: ({ host, password }) => ({ description: `server://root:${password}@${host}`, remote: true }),
  }),
  defining(
    "an error that shows the value of an option",
    /neither where they lead nor the errors of options show a password/,
    {
      parseOptions(given, surroundings) {
        try {
          return right.parseOptions(given, surroundings)
        } catch {
          throw new SessionStorageError("invalid_configuration", `The options are wrong: ${JSON.stringify(given)}`, {
            hint: "See above.",
          })
        }
      },
    },
  ),
  defining(
    "a password among the options that may be shown",
    /the options whose values anybody may see are none that has a password/,
    {
      publicOptions: ["host", "port", "password"],
    },
  ),
  defining("a definition of another version", /it speaks this version of the contract, and has a name/, {
    specificationVersion: "0" as typeof specificationVersion, // What an old package has.
  }),
]
