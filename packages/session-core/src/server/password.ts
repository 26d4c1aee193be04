import { setTimeout as delay } from "node:timers/promises"
import type { PasswordSource } from "./password-source.ts"
import { readPasswordFile } from "./read-password-file.ts"
import { runPasswordCommand } from "./run-password-command.ts"

/** How long a command may take, milliseconds: those of cloud providers ask a server of theirs. */
const commandTimeout = 30_000
/** How often a file is looked at while a new password is waited for, milliseconds. */
const pollInterval = 100

/** The password of one pool, as it is now: a token lives for minutes, and a file is replaced when a password is rotated. */
export class Password {
  readonly #source: PasswordSource
  /** What the command said last. */
  #known: string | undefined
  #running: Promise<string> | undefined
  /** Whether a server has ever taken one. */
  #worked = false

  constructor(source: PasswordSource) {
    this.#source = source
  }

  /** What to log in with. `timeout` is in milliseconds. */
  async read(timeout: number): Promise<string> {
    switch (this.#source.kind) {
      case "value":
        return this.#source.password.reveal()
      case "file":
        return this.#readFile(timeout)
      case "command":
        return this.#known ?? this.#run(timeout)
    }
  }

  /** Another password than one that the server refused; undefined when there is none. */
  async renew(refused: string, timeout: number): Promise<string | undefined> {
    const password = await this.#readAnother(refused, timeout)
    return password === refused ? undefined : password
  }

  /** To be called after a login. */
  confirm(): void {
    this.#worked = true
  }

  async #readAnother(refused: string, timeout: number): Promise<string> {
    if (this.#source.kind === "command") {
      // Another connection may have asked already.
      return this.#known !== undefined && this.#known !== refused ? this.#known : this.#run(timeout)
    }
    const deadline = performance.now() + timeout
    for (;;) {
      const password = await this.read(timeout)
      const isLast = this.#source.kind === "value" || !this.#worked || performance.now() + pollInterval >= deadline
      if (password !== refused || isLast) return password
      // The server has the new password before the file does: it was right until now, so it is going to be again.
      await delay(pollInterval)
    }
  }

  async #readFile(timeout: number): Promise<string> {
    if (this.#source.kind !== "file") throw new TypeError("The password is not in a file.")
    const { path, key } = this.#source
    const deadline = performance.now() + timeout
    for (;;) {
      try {
        return await readPasswordFile(path, key)
      } catch (error) {
        // It is missing or empty for the moment in which it is replaced.
        if (!this.#worked || performance.now() + pollInterval >= deadline) throw error
        await delay(pollInterval)
      }
    }
  }

  /** All who ask at the same time get the answer of one run. */
  #run(timeout: number): Promise<string> {
    if (this.#source.kind !== "command") throw new TypeError("The password is not a command's.")
    const { command, key } = this.#source
    this.#running ??= runPasswordCommand(command, key, Math.min(timeout, commandTimeout))
      .then((password) => {
        this.#known = password
        return password
      })
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }
}
