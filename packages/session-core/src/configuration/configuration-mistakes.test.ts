import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  environment,
  home,
  load,
  mysql,
  project,
  setEnvironment,
  useMachine,
  write,
} from "../../test/support/machine.ts"
import { SessionStorageError } from "../errors/index.ts"

useMachine()

/** The message and hint of the error that loading ends with. */
const failure = async (): Promise<{ message: string; hint: string | undefined }> => {
  try {
    await load()
  } catch (error) {
    if (SessionStorageError.isInstance(error, "invalid_configuration"))
      return { message: error.message, hint: error.hint }
    throw error
  }
  throw new Error("It did not fail.")
}

describe("a mistake is an error that names file and key, and what would be right", () => {
  test.each([
    [
      { sessionProvider: { typ: "mysql" } },
      "sessionProvider.typ in FILE is no key that is known here. Did you mean sessionProvider.type?",
    ],
    [
      { sessionProvider: { mysq: "x" } },
      "sessionProvider.mysq in FILE is no key that is known here. Did you mean sessionProvider.mysql?",
    ],
    [{ sessionProvider: { dsn: "hunter2" } }, "sessionProvider.dsn in FILE is no key that is known here."],
    [{ data: { dir: 1 } }, "data.dir in FILE is no key that is known here."],
    [{ data: { directry: "x" } }, "data.directry in FILE is no key that is known here. Did you mean data.directory?"],
    [{ data: { directory: 5 } }, "data.directory in FILE is 5; it must be a path."],
    [{ data: { directory: "" } }, 'data.directory in FILE is ""; it must be a path.'],
    [{ data: { directory: null } }, "data.directory in FILE is null; it must be a path."],
    [
      { data: { directory: "~bob/x" } },
      'data.directory in FILE is "~bob/x"; it must be a path without another user\'s ~, which is not expanded.',
    ],
    [
      { sessionMirror: { exlude: [] } },
      "sessionMirror.exlude in FILE is no key that is known here. Did you mean sessionMirror.exclude?",
    ],
    [{ sessionMirror: { ask: "no" } }, 'sessionMirror.ask in FILE is "no"; it must be true or false.'],
    [
      { sessionMirror: { include: "x" } },
      'sessionMirror.include in FILE is "x"; it must be a list of projects\' ids and folders.',
    ],
    [
      { sessionMirror: { redact: ["keys"] } },
      'sessionMirror.redact in FILE is a list; it must be ["secrets"] or an empty list.',
    ],
    [{ sessionMirror: true }, "sessionMirror in FILE is a boolean; it must be an object."],
    [{ data: "x" }, "data in FILE is a text; it must be an object."],
    [{ data: [] }, "data in FILE is a list; it must be an object."],
    [{ sessionProvider: "me:hunter2@tcp(db)/x" }, "sessionProvider in FILE is a text; it must be an object."],
    [
      { sessionProvider: { mysql: "me:hunter2@tcp(db)/x" } },
      "sessionProvider.mysql in FILE is a text; it must be an object.",
    ],
    [{ sessionProvider: { mysql: [] } }, "sessionProvider.mysql in FILE is a list; it must be an object."],
    [{ sessionProvider: { type: { mysql: {} } } }, "sessionProvider.type in FILE is an object; it must be a text."],
    [
      { sessionProvider: { type: "" } },
      'sessionProvider.type in FILE is ""; it must be "sqlite", "mysql", "postgres", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "MySQL" } },
      'sessionProvider.type in FILE is "MySQL"; it must be "sqlite", "mysql", "postgres", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "mysql://me:hunter2@db/x" } },
      'sessionProvider.type in FILE is "mysql://***@db/x"; it must be "sqlite", "mysql", "postgres", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "../../x/../\0" } },
      'sessionProvider.type in FILE is "../../x/../\\u0000"; it must be "sqlite", "mysql", "postgres", the name of a package, or a path.',
    ],
    [{ sessionProvider: { project: 7 } }, "sessionProvider.project in FILE is 7; it must be a text."],
    [
      { sessionProvider: { project: "" } },
      'sessionProvider.project in FILE is ""; it must be a text, not empty, without control characters.',
    ],
    [
      '{"sessionProvider": {"__proto__": {"type": "x"}}}',
      "sessionProvider.__proto__ in FILE is not a key that a configuration may have.",
    ],
    [
      '{"sessionProvider": {"mysql": {"a": {"constructor": {}}}}}',
      "sessionProvider.mysql.a.constructor in FILE is not a key that a configuration may have.",
    ],
  ])("%j", async (content, message) => {
    const path = write(join(project, "opencode.json"), content)
    const shown = await failure()
    expect(shown.message).toBe(message.replace("FILE", path))
    expect(JSON.stringify(shown)).not.toContain("hunter2")
  })

  test("a misspelt type gets the right one as a hint", async () => {
    write(join(project, "opencode.json"), { sessionProvider: { type: "MySQL" } })
    expect((await failure()).hint).toBe("Did you mean mysql?")
  })

  test("an option beside its provider's object is told where it belongs", async () => {
    write(join(project, "opencode.json"), { sessionProvider: { type: "mysql", password: "hunter2" } })
    const { hint } = await failure()
    expect(hint).toContain("sessionProvider.mysql")
    expect(hint).not.toContain("hunter2")
  })

  test("a project id that the store cannot hold is refused where it is written", async () => {
    write(join(project, "opencode.json"), { sessionProvider: { project: "x".repeat(192) } })
    expect((await failure()).message).toContain("it must be a text of at most 191 bytes.")
  })

  test("an environment variable is named", async () => {
    setEnvironment({ ...environment, OPENCODE_SESSION_PROVIDER_TYPE: "My SQL" })
    expect((await failure()).message).toMatch(
      /^The environment variable OPENCODE_SESSION_PROVIDER_TYPE is "My SQL"; it must be/,
    )
  })

  test("the file is named even when another one would win", async () => {
    const path = write(join(home, "opencode.json"), "{,}")
    write(join(project, "opencode.json"), mysql({}))
    expect((await failure()).message).toContain(`${path} is not valid JSON at line 1, column 2`)
  })

  test("another provider's options are not looked at: each provider checks its own", async () => {
    write(join(project, "opencode.json"), {
      sessionProvider: { sqlite: { sink: 1 }, "@acme/session-redis": { url: [] } },
    })
    expect(await load()).toMatchObject({ providerType: "sqlite", providerOptions: { sink: 1 } })
  })

  test.runIf(process.getuid?.() !== 0)("a file that may not be read is not taken for none", async () => {
    chmodSync(write(join(project, "opencode.json"), {}), 0)
    expect((await failure()).message).toContain("cannot be read (EACCES)")
  })

  test("a folder or a pipe in a file's place neither counts nor hangs", async () => {
    mkdirSync(join(project, "opencode.json"))
    expect((await failure()).message).toContain("is not a regular file")
    rmSync(join(project, "opencode.json"), { recursive: true })
    execFileSync("mkfifo", [join(project, "opencode.json")])
    expect((await failure()).message).toContain("is not a regular file")
  })

  test("a file of many megabytes is refused, not parsed", async () => {
    write(join(project, "opencode.json"), `{"x": "${"x".repeat(2 ** 20)}"}`)
    expect((await failure()).message).toContain("is larger than 1 MiB")
  })

  test("control characters in a key cannot repaint the terminal", async () => {
    write(join(project, "opencode.json"), { sessionProvider: { "\u001b[2J": 1 } })
    expect((await failure()).message).toContain("sessionProvider.\\u001b[2J in ")
  })

  test("wherever a password is put by mistake, no error shows it", async () => {
    const password = fc.string({ minLength: 1, unit: "grapheme" }).map((text) => `Ž€${text}`)
    await fc.assert(
      fc.asyncProperty(password, fc.nat(8), async (secret, where) => {
        const dsn = `me:${secret.replace(/\s/g, "")}@tcp(db)/x`
        const mistakes: unknown[] = [
          { sessionProvider: secret },
          { sessionProvider: { password: secret } },
          { sessionProvider: { mysql: secret } },
          { sessionProvider: { type: dsn } },
          { sessionProvider: { type: { password: secret } } },
          { sessionProvider: { type: 1, mysql: { password: secret } } },
          { data: { password: secret } },
          { data: { directory: [secret] } },
          `{"sessionProvider": {"mysql": {"password": ${JSON.stringify(secret)} "dsn": 1}}}`,
        ]
        write(join(project, "opencode.json"), mistakes[where])
        expect(JSON.stringify(await failure())).not.toContain("Ž")
      }),
      { numRuns: 300 },
    )
  })
})
