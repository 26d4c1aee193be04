import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { JsonObject, JsonValue } from "../model/json.ts"
import type { PasswordSource } from "./password-source.ts"
import { Secret } from "./secret.ts"
import { splitCommand } from "./split-command.ts"

/** The names of a provider's settings. */
export interface SettingNames {
  /** Where the options are: `sessionProvider.mysql`. */
  prefix: string
  /** The variable that may have the password. With `_FILE` behind it, the path of a file that has it. */
  passwordVariable: string
}

/** Options that give a password. The first is a single parameter: it has no effect beside a DSN. */
const passwordKeys = ["password", "passwordFile", "passwordCommand"] as const

/** The variables that give a password. */
export const passwordVariables = ({ passwordVariable }: Pick<SettingNames, "passwordVariable">): string[] => [
  passwordVariable,
  `${passwordVariable}_FILE`,
]

/** An address that may have a password in it: a DSN or a URL. */
export interface AddressPassword {
  /** Empty where it has none. */
  password: Secret
  /** What has the DSN, for people: an option or a variable. */
  source: string
  /** Whether a variable has it. */
  isVariable: boolean
}

/** Where a password comes from. */
export interface ParsedPassword {
  /** What is in force. */
  password: PasswordSource
  /** Options that are set and have no effect. */
  shadowedKeys: string[]
}

/**
 * Decides where the password comes from: variables beat files, and in files an address's password beats `passwordFile` and
 * `passwordCommand`, which serve one without. Undefined when nothing gives one. Fails with `invalid_configuration`, also
 * where two of the same rank disagree.
 */
export function parsePassword(
  options: JsonObject,
  environment: Readonly<Record<string, string | undefined>>,
  address: AddressPassword | undefined,
  names: SettingNames,
): ParsedPassword | undefined {
  const { prefix } = names
  const configured = configuredSource(options, prefix)
  const ofEnvironment = environmentSource(environment, names)
  const ofAddress = address === undefined || address.password.reveal() === "" ? undefined : address
  if (ofEnvironment !== undefined && ofAddress?.isVariable === true && !isSame(ofEnvironment, ofAddress.password)) {
    throw invalid(
      `Both ${ofAddress.source} and ${ofEnvironment.key} give a password.`,
      `Remove it from ${ofAddress.source}, and leave the user there.`,
    )
  }
  // Beside an address, a single password has no effect; it is told as one of the single parameters.
  const served = address !== undefined && configured?.key === `${prefix}.password` ? undefined : configured
  const ofAddressSource: PasswordSource | undefined = ofAddress && { kind: "value", password: ofAddress.password }
  const password = ofEnvironment ?? ofAddressSource ?? served
  if (password === undefined) return undefined
  return { password, shadowedKeys: served !== undefined && served !== password ? [served.key] : [] }
}

type NamedSource = PasswordSource & { key: string }

function isSame(source: PasswordSource, password: Secret): boolean {
  return source.kind === "value" && source.password.reveal() === password.reveal()
}

function configuredSource(options: JsonObject, prefix: string): NamedSource | undefined {
  const set = passwordKeys.filter((key) => options[key] !== undefined)
  const [key] = set
  if (key === undefined) return undefined
  if (set.length > 1) {
    throw invalid(
      `Only one of ${set.map((each) => `${prefix}.${each}`).join(" and ")} can give the password.`,
      "Remove the others.",
    )
  }
  const name = `${prefix}.${key}`
  const value = options[key]
  if (key === "passwordCommand") return { kind: "command", key: name, command: parseCommand(value, name) }
  if (key === "passwordFile") return { kind: "file", key: name, path: parsePath(value, name) }
  if (typeof value !== "string" || value === "" || value.includes("\0")) {
    throw invalid(
      `${name} must be a non-empty string.`,
      "Leave it out where an address, a file or a command gives the password.",
    )
  }
  return { kind: "value", key: name, password: new Secret(value) }
}

function environmentSource(
  environment: Readonly<Record<string, string | undefined>>,
  { passwordVariable }: SettingNames,
): NamedSource | undefined {
  const fileVariable = `${passwordVariable}_FILE`
  const { [passwordVariable]: value, [fileVariable]: path } = environment
  if (value && path)
    throw invalid(`Both ${passwordVariable} and ${fileVariable} are set.`, "Only one of them can give the password.")
  if (path) return { kind: "file", key: fileVariable, path: parsePath(path, fileVariable) }
  return value ? { kind: "value", key: passwordVariable, password: new Secret(value) } : undefined
}

function parsePath(value: JsonValue | undefined, name: string): string {
  const path = typeof value === "string" ? atHome(value) : ""
  if (isAbsolute(path) && !path.includes("\0")) return path
  // By mistake, it may be the password itself.
  throw invalid(`${name} must be the absolute path of a file.`, "It may begin with ~/ for the home folder.")
}

function parseCommand(value: JsonValue | undefined, name: string): string[] {
  const command = typeof value === "string" ? splitCommand(value) : value
  if (!Array.isArray(command) || !command.every((each) => typeof each === "string" && !each.includes("\0"))) {
    throw invalid(
      `${name} must be a program with its arguments${typeof value === "string" ? ", without anything that only a shell understands" : ""}.`,
      'Write an array: ["aws", "rds", "generate-db-auth-token", "…"]. With a shell: ["sh", "-c", "…"].',
    )
  }
  const [program = "", ...args] = command as string[] // Each was looked at.
  const path = atHome(program)
  if (path === "" || (/[/\\]/.test(path) && !isAbsolute(path))) {
    throw invalid(`${name} must begin with a program.`, "It can be a name on PATH, or an absolute path.")
  }
  return [path, ...args]
}

const atHome = (path: string): string => (/^~[/\\]/.test(path) ? join(homedir(), path.slice(2)) : path)

const invalid = (message: string, hint: string): SessionStorageError =>
  new SessionStorageError("invalid_configuration", message, { hint })
