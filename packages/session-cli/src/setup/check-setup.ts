import type { HealthCheck } from "@opencode/session-core"
import { isTrusted, resolveSetup, type Setup, valuesInForce } from "@opencode/session-core/configuration"
import type { CommandContext } from "../context/command-context.ts"
import { describeFailure } from "../failure/failure.ts"
import { bundledProviders } from "./bundled-providers.ts"
import { describeIdentity } from "./describe-identity.ts"
import { describeOrigin } from "./describe-origin.ts"

/** Looks at all that is known before a database is opened: the runtime, the project, the configuration. */
export async function checkSetup({ directory, environment }: CommandContext): Promise<HealthCheck[]> {
  const runtime: HealthCheck = {
    name: "runtime",
    status: "ok",
    message: describeRuntime(process.versions),
  }
  try {
    const setup = await resolveSetup({ directory, environment })
    return [runtime, checkProject(setup), ...checkValues(setup), ...(await checkFiles(setup))]
  } catch (error) {
    return [runtime, failedCheck("configuration", error)]
  }
}

/** Bun and Deno claim to be some Node.js as well. */
const describeRuntime = ({ bun, deno, node }: Readonly<Record<string, string | undefined>>): string =>
  bun !== undefined ? `Bun ${bun}` : deno !== undefined ? `Deno ${deno}` : `Node.js ${node}`

/** A check that an error ended. */
export function failedCheck(name: string, error: unknown): HealthCheck {
  const failure = describeFailure(error)
  return {
    name,
    status: "error",
    message: failure?.message ?? String(error),
    ...(failure?.hint == null ? {} : { hint: failure.hint }),
  }
}

function checkProject({ identity }: Setup): HealthCheck {
  const message = `${identity.id} (${describeIdentity(identity)})`
  return identity.warning === null
    ? { name: "project", status: "ok", message }
    : { name: "project", status: "warning", message: `${message}: ${identity.warning}` }
}

const checkValues = ({ configuration }: Setup): HealthCheck[] =>
  valuesInForce(configuration, bundledProviders).map(({ key, value, origin }) => ({
    name: "configuration",
    status: "ok",
    message: `${key} is ${typeof value === "string" ? value : JSON.stringify(value)} (${describeOrigin(origin)})`,
  }))

async function checkFiles({ configuration }: Setup): Promise<HealthCheck[]> {
  const { files, shadowedFiles, trustFile } = configuration
  const read = files.map(async (file): Promise<HealthCheck> => {
    const trusted = await isTrusted(file, trustFile)
    if (file.risk !== undefined && !trusted) {
      const { risk } = file
      return { name: "file", status: "error", message: `${file.path} is not used: ${risk.reason}`, hint: risk.fix }
    }
    const owner = file.scope === "global" ? "your own" : trusted ? "trusted" : "not trusted"
    return { name: "file", status: "ok", message: `${file.path} (${owner})` }
  })
  const shadowed = shadowedFiles.map(
    (path): HealthCheck => ({
      name: "file",
      status: "warning",
      message: `${path} is not read, because another of your own files comes first`,
      hint: "Bring them together in one place.",
    }),
  )
  return [...(await Promise.all(read)), ...shadowed]
}
