import { execFile } from "node:child_process"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { userInfo } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { SessionStorageError } from "@opencode/session-core"
import type { Environment } from "../context/command-context.ts"

const run = promisify(execFile)

/** What is started: a program with its arguments, and the variables that it is given. */
export interface ServiceProgram {
  command: readonly string[]
  environment: Readonly<Record<string, string>>
}

/** A way in which a system starts a program when its user logs in, and again when it ends. */
export interface ServiceManager {
  /** For people. */
  readonly name: string
  /** The file that describes the service. */
  readonly file: string
  content(program: ServiceProgram): string
  /** What is run once the file is there, or before it goes. */
  readonly start: readonly (readonly string[])[]
  readonly stop: readonly (readonly string[])[]
}

const label = "ai.opencode.session-mirror"
const unit = "opencode-session-mirror.service"

/** Fails with `unsupported` where there is none that we know. */
export function serviceManager(platform: NodeJS.Platform, environment: Environment): ServiceManager {
  const home = environment.HOME || userInfo().homedir
  if (platform === "linux") return systemd(environment.XDG_CONFIG_HOME || join(home, ".config"))
  if (platform === "darwin") return launchd(home)
  throw new SessionStorageError("unsupported", "This system has neither systemd nor launchd.", {
    hint: "Have `opencode-session mirror` started when you log in, such as by the Task Scheduler; or use the plugin.",
  })
}

function systemd(configuration: string): ServiceManager {
  const control = (...words: string[]) => ["systemctl", "--user", ...words]
  return {
    name: "systemd user unit",
    file: join(configuration, "systemd", "user", unit),
    content: ({ command, environment }) =>
      [
        ...["[Unit]", "Description=Mirror OpenCode's sessions", "", "[Service]"],
        `ExecStart=${command.map((word) => quoteForSystemd(word).replaceAll("$", "$$$$")).join(" ")}`,
        ...Object.entries(environment).map(([name, value]) => `Environment=${quoteForSystemd(`${name}=${value}`)}`),
        ...["Restart=always", "RestartSec=5", "Nice=5", "", "[Install]", "WantedBy=default.target", ""],
      ].join("\n"),
    start: [control("daemon-reload"), control("enable", unit), control("restart", unit)],
    stop: [control("disable", "--now", unit)],
  }
}

function launchd(home: string): ServiceManager {
  const domain = `gui/${userInfo().uid}`
  const file = join(home, "Library", "LaunchAgents", `${label}.plist`)
  return {
    name: "launchd agent",
    file,
    content: ({ command, environment }) =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
        `<plist version="1.0"><dict><key>Label</key><string>${label}</string>`,
        `<key>ProgramArguments</key><array>${command.map(asXml).join("")}</array>`,
        `<key>EnvironmentVariables</key><dict>${Object.entries(environment)
          .map(([name, value]) => `<key>${escapeXml(name)}</key>${asXml(value)}`)
          .join("")}</dict>`,
        "<key>RunAtLoad</key><true/><key>KeepAlive</key><true/><key>ProcessType</key><string>Background</string>",
        "</dict></plist>",
        "",
      ].join("\n"),
    start: [["launchctl", "bootstrap", domain, file]],
    stop: [["launchctl", "bootout", `${domain}/${label}`]],
  }
}

/** Has the system run a program from now on. Fails with `unavailable` where the system's own program does; the file then stays. */
export async function installService(manager: ServiceManager, program: ServiceProgram): Promise<void> {
  await mkdir(dirname(manager.file), { recursive: true })
  await writeFile(manager.file, manager.content(program), { mode: 0o600 })
  for (const command of manager.start) await runOf(manager, command)
}

/** Stops the program, and takes it away from the system. */
export async function uninstallService(manager: ServiceManager): Promise<void> {
  try {
    for (const command of manager.stop) await runOf(manager, command)
  } finally {
    await rm(manager.file, { force: true })
  }
}

async function runOf({ file, name }: ServiceManager, [program = "", ...words]: readonly string[]): Promise<void> {
  try {
    await run(program, words, { timeout: 30_000 })
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : ""
    throw new SessionStorageError(
      "unavailable",
      `\`${[program, ...words].join(" ")}\` failed${said === "" ? "" : `: ${said}`}.`,
      {
        hint: `The ${name} is ${file}. Without a login session, as in a container, run \`opencode-session mirror\` itself.`,
        cause,
      },
    )
  }
}

/** A word of a systemd unit, where `%` has a meaning; in a command, `$` has one, too. */
function quoteForSystemd(text: string): string {
  refuseControls(text)
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%")}"`
}

const asXml = (text: string): string => `<string>${escapeXml(text)}</string>`

function escapeXml(text: string): string {
  refuseControls(text)
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}

function refuseControls(text: string): void {
  if (!/[\x00-\x1f\x7f]/.test(text)) return
  throw new SessionStorageError(
    "invalid_input",
    "A path with control characters cannot be in a service's description.",
    {
      hint: "Move what has such a name.",
    },
  )
}
