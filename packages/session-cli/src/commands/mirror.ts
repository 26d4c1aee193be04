import { SessionStorageError } from "@opencode/session-core"
import type { MirrorAnswer, MirrorStatus } from "@opencode/session-opencode/mirror"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { ask, canAsk } from "../context/confirm.ts"
import { openCodeDatabaseOf } from "../mirroring/opencode-database-of.ts"
import { fieldLines } from "../output/field-lines.ts"
import { countOf } from "../output/format-number.ts"
import { formatTime } from "../output/format-time.ts"
import { text } from "../output/safe-text.ts"
import { bundledProviders } from "../setup/bundled-providers.ts"
import { examples } from "../usage/examples.ts"

interface Options {
  status?: boolean
  install?: boolean
  uninstall?: boolean
  include?: string
  exclude?: string
  forget?: string
}

const actions = ["status", "install", "uninstall", "include", "exclude", "forget"] as const

export function define(command: Command, run: RunAction): void {
  const option = (flags: string, description: string) => {
    const made = new Option(flags, description)
    return made.conflicts(actions.filter((name) => name !== made.attributeName()))
  }
  command
    .addOption(option("--status", "show what the mirror is doing, and end"))
    .addOption(option("--install", "have the system run it from login on, and again when it ends"))
    .addOption(option("--uninstall", "have the system run it no more"))
    .addOption(option("--include <project>", "mirror that project's sessions from now on"))
    .addOption(option("--exclude <project>", "never mirror that project's sessions"))
    .addOption(option("--forget <project>", "ask about that project again"))
    .addHelpText(
      "after",
      `
Follows OpenCode's database until Ctrl-C, and sends each change to the configured store. Nothing is sent of a project until
you say so: it asks on a terminal, otherwise use --include. sessionMirror in your own opencode.json lists what is mirrored
without being asked about (include, exclude, ask, redact); a project's file has no say in it. The plugin for OpenCode
does the same from within OpenCode. One mirror works on a database at a time: a second one waits.
${examples("mirror", "mirror --status", "mirror --install", "mirror --include github.com/opencode-ai/opencode")}`,
    )
    .action((named: string | undefined, options: Options) => run((context) => mirror(context, named, options)))
}

async function mirror(context: CommandContext, named: string | undefined, options: Options): Promise<number> {
  const { include, exclude, forget } = options
  if (include !== undefined) return answer(context, include, "include")
  if (exclude !== undefined) return answer(context, exclude, "exclude")
  if (forget !== undefined) return answer(context, forget, null)
  const database = await openCodeDatabaseOf(context, named)
  if (options.status === true) return showStatus(context, database)
  if (options.install === true) return install(context, database, named !== undefined)
  if (options.uninstall === true) return uninstall(context)
  return follow(context, database)
}

/** Notes what the user says about a project. A mirror that runs goes by it within seconds. */
async function answer(
  { environment, output }: CommandContext,
  project: string,
  said: MirrorAnswer | null,
): Promise<number> {
  const { mirrorAnswersFile, ownConfiguration, writeMirrorAnswer } = await import("@opencode/session-opencode/mirror")
  await writeMirrorAnswer(mirrorAnswersFile(await ownConfiguration(environment)), project, said)
  if (said === null) output.line(text`${project} will be asked about again`)
  else output.line(text`${project} ${said === "include" ? text`is mirrored from now on` : text`is not mirrored`}`)
  return 0
}

/** The exit code is 1 where no mirror runs, or it has a problem: for scripts. */
async function showStatus({ environment, globals, output }: CommandContext, database: string): Promise<number> {
  const { mirrorReport } = await import("../mirroring/mirror-report.ts")
  const report = await mirrorReport(database, environment)
  if (globals.json) output.json(report)
  else {
    const { mirrorLines } = await import("../mirroring/describe-mirror.ts")
    fieldLines(output, mirrorLines(report))
  }
  return report.isRunning && report.status?.problem == null ? 0 : 1
}

/** Variables that say where things are. Passwords stay out of files of the system. */
const inherited = [
  ...["HOME", "PATH", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "OPENCODE_DB", "OPENCODE_DATA_DIRECTORY"],
  ...["OPENCODE_SESSION_PROVIDER_TYPE", "OPENCODE_SQLITE_DRIVER"],
]

async function install(context: CommandContext, database: string, isNamed: boolean): Promise<number> {
  const { environment, output } = context
  const { installService, serviceManager } = await import("../mirroring/service.ts")
  const manager = serviceManager(process.platform, environment)
  const program = process.argv[1]
  if (program === undefined) throw new SessionStorageError("unsupported", "The path of this program is not known.")
  const variables = inherited.flatMap((name) => {
    const value = environment[name]
    return value === undefined || value === "" ? [] : [[name, value] as const]
  })
  await installService(manager, {
    command: [process.execPath, program, "mirror", ...(isNamed ? [database] : [])],
    environment: Object.fromEntries(variables),
  })
  output.line(text`The system mirrors ${database} from now on (${manager.name} ${manager.file})`)
  return 0
}

async function uninstall({ environment, output }: CommandContext): Promise<number> {
  const { serviceManager, uninstallService } = await import("../mirroring/service.ts")
  const manager = serviceManager(process.platform, environment)
  await uninstallService(manager)
  output.line(text`The system mirrors no more (${manager.name} ${manager.file} is gone)`)
  return 0
}

async function follow(context: CommandContext, database: string): Promise<number> {
  const { diagnostics, environment, globals, output } = context
  const { createConfiguredMirror } = await import("@opencode/session-opencode/mirror")
  const signal = context.takeInterruption()
  const questions = new Questions(context)
  let before: MirrorStatus | null = null
  const mirror = await createConfiguredMirror({
    ...{ database, environment, providers: bundledProviders, runBy: "opencode-session mirror" },
    // Loaded here: it brings the rules by which secrets are found.
    redacting: async (store, redact) => {
      const { redactedWrites, Redactor } = await import("@opencode/session-export")
      return redactedWrites(store, new Redactor({ redact }))
    },
    onStatus(status) {
      if (globals.json) output.json(status)
      else for (const line of news(before, status)) diagnostics.line(text`${formatTime(Date.now())}  ${line}`)
      before = status
      questions.ask(status.undecidedProjects)
      void output.flush()
      void diagnostics.flush()
    },
  })
  if (!globals.json) diagnostics.line(text`Mirroring ${database}; Ctrl-C ends.`)
  await mirror.run(signal)
  return 0
}

/** What a person is told of a change of status. */
function news(before: MirrorStatus | null, { condition, problem, sentAt, store, undecidedProjects }: MirrorStatus) {
  const lines = []
  if (problem !== null && problem.message !== before?.problem?.message) {
    lines.push(text`${condition}: ${problem.message} ${problem.hint ?? ""}`)
  }
  if (problem === null && before?.problem != null) lines.push(text`goes on`)
  if (condition === "standby" && before?.condition !== "standby") lines.push(text`another process mirrors; standing by`)
  if (condition === "following" && before?.condition !== "following" && store !== null) {
    lines.push(text`in step with ${store.name} at ${store.location}`)
  }
  if (sentAt !== null && sentAt !== before?.sentAt && before?.condition === "following") lines.push(text`sent`)
  const undecided = undecidedProjects.filter((project) => before?.undecidedProjects.includes(project) !== true)
  if (undecided.length > 0) {
    lines.push(text`${countOf(undecided.length, "project")} not mirrored until you say so: ${undecided.join(", ")}`)
  }
  return lines
}

/** Asks about one project after the other, each once, where somebody is there to be asked. */
class Questions {
  readonly #context: CommandContext
  readonly #asked = new Set<string>()
  #last: Promise<void> = Promise.resolve()

  constructor(context: CommandContext) {
    this.#context = context
  }

  ask(projects: readonly string[]): void {
    if (!canAsk(this.#context)) return
    for (const project of projects) {
      if (this.#asked.has(project)) continue
      this.#asked.add(project)
      this.#last = this.#last.then(() => this.#askOne(project)).catch(() => {})
    }
  }

  async #askOne(project: string): Promise<void> {
    const isYes = await ask(
      this.#context,
      [],
      `Mirror the sessions of ${project}, those that there are and those to come?`,
    )
    await answer(this.#context, project, isYes ? "include" : "exclude")
  }
}
