import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { SessionStorageError } from "../errors/index.ts"
import { loadConfiguration } from "./load-configuration.ts"

const everything = realpathSync(mkdtempSync(join(tmpdir(), "load-configuration-")))
afterAll(() => rmSync(everything, { recursive: true, force: true }))

let home = ""
let project = ""
let environment: Record<string, string | undefined> = {}

beforeEach(() => {
  const folder = mkdtempSync(join(everything, "case-"))
  home = join(folder, "home")
  project = join(folder, "work", "app")
  environment = { HOME: home }
  mkdirSync(home)
  mkdirSync(project, { recursive: true })
})

const write = (path: string, content: unknown): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

const load = (directory = project, projectDirectory = project) =>
  loadConfiguration({ directory, projectDirectory, environment })

const mysql = (options: object) => ({ sessionProvider: { type: "mysql", mysql: options } })

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

describe("without any configuration", () => {
  test("a developer alone gets SQLite in ~/.opencode, and nothing has to be there", async () => {
    expect(await load()).toEqual({
      dataDirectory: join(home, ".opencode"),
      providerType: "sqlite",
      configuredTypes: ["sqlite"],
      projectId: null,
      providerOptions: {},
      origins: new Map([
        ["data.directory", { kind: "default" }],
        ["sessionProvider.type", { kind: "default" }],
      ]),
      files: [],
      shadowedFiles: [],
      projectDirectory: project,
      trustFile: join(home, ".config", "opencode", "trusted-configuration.json"),
    })
  })
})

describe("which file wins", () => {
  test("the project's file is laid over the user's, and each value knows where it comes from", async () => {
    const own = write(join(home, ".opencode.json"), mysql({ host: "db", port: 3307 }))
    const theirs = write(join(project, "opencode.json"), { theme: "dark", ...mysql({ port: 3308 }) })
    const configuration = await load()
    expect(configuration.providerOptions).toEqual({ host: "db", port: 3308 })
    expect(Object.fromEntries(configuration.origins)).toEqual({
      "data.directory": { kind: "default" },
      "sessionProvider.type": { kind: "file", scope: "project", path: theirs },
      "sessionProvider.mysql.host": { kind: "file", scope: "global", path: own },
      "sessionProvider.mysql.port": { kind: "file", scope: "project", path: theirs },
    })
  })

  test("the environment wins over all files; an empty variable is as good as unset", async () => {
    write(join(project, "opencode.json"), {
      data: { directory: "/elsewhere" },
      sessionProvider: { type: "mysql", project: "a", sqlite: { synchronous: "full" }, mysql: { host: "db" } },
    })
    environment = {
      ...environment,
      OPENCODE_DATA_DIRECTORY: "~/data",
      OPENCODE_SESSION_PROVIDER_TYPE: "sqlite",
      OPENCODE_PROJECT_ID: "b",
    }
    const configuration = await load()
    expect(configuration).toMatchObject({
      dataDirectory: join(home, "data"),
      providerType: "sqlite",
      projectId: "b",
      providerOptions: { synchronous: "full" },
    })
    expect(configuration.origins.get("sessionProvider.type")).toEqual({
      kind: "environment",
      variable: "OPENCODE_SESSION_PROVIDER_TYPE",
    })
    expect(configuration.origins.get("sessionProvider.project")).toEqual({
      kind: "environment",
      variable: "OPENCODE_PROJECT_ID",
    })
    environment = {
      HOME: home,
      OPENCODE_DATA_DIRECTORY: "",
      OPENCODE_SESSION_PROVIDER_TYPE: "",
      OPENCODE_PROJECT_ID: "",
    }
    expect(await load()).toMatchObject({ dataDirectory: "/elsewhere", providerType: "mysql", projectId: "a" })
  })

  test("the nearest folder's file wins, and none above the project's top is read", async () => {
    write(join(dirname(project), "opencode.json"), "this is no JSON")
    write(join(project, "opencode.json"), mysql({ host: "top", port: 1, username: "top" }))
    write(join(project, "packages", "opencode.jsonc"), mysql({ port: 2, username: "packages" }))
    write(join(project, "packages", "web", ".opencode.json"), mysql({ username: "web" }))
    write(join(project, "packages", "api", "opencode.json"), mysql({ username: "api" }))
    const configuration = await load(join(project, "packages", "web"))
    expect(configuration.providerOptions).toEqual({ host: "top", port: 2, username: "web" })
    expect(configuration.files.map((file) => file.path)).toEqual([
      join(project, "opencode.json"),
      join(project, "packages", "opencode.jsonc"),
      join(project, "packages", "web", ".opencode.json"),
    ])
  })

  test("in one place .opencode.json wins over opencode.jsonc, and that over opencode.json", async () => {
    write(join(project, ".opencode.json"), mysql({ c: 3 }))
    write(join(project, "opencode.json"), mysql({ a: 1, b: 1, c: 1 }))
    write(join(project, "opencode.jsonc"), mysql({ b: 2, c: 2 }))
    expect((await load()).providerOptions).toEqual({ a: 1, b: 2, c: 3 })
  })

  test("of the user's own places the first that says anything counts alone, and the others are reported", async () => {
    environment = { ...environment, XDG_CONFIG_HOME: join(home, "xdg") }
    const first = write(join(home, ".opencode.json"), { tui: {} })
    const second = write(join(home, "xdg", "opencode", "opencode.json"), mysql({ host: "xdg" }))
    const third = write(join(home, ".config", "opencode", "opencode.json"), mysql({ host: "config", port: 1 }))
    const configuration = await load()
    expect(configuration.providerOptions).toEqual({ host: "xdg" })
    expect(configuration.files.map((file) => file.path)).toEqual([first, second])
    expect(configuration.shadowedFiles).toEqual([third])
    write(first, mysql({ host: "home" }))
    expect(await load()).toMatchObject({ providerOptions: { host: "home" }, shadowedFiles: [second, third] })
    rmSync(first)
    rmSync(second)
    expect(await load()).toMatchObject({ providerOptions: { host: "config", port: 1 }, shadowedFiles: [] })
  })

  test("a relative XDG_CONFIG_HOME is not followed into whatever folder one is in", async () => {
    environment = { ...environment, XDG_CONFIG_HOME: "xdg" }
    write(join(home, ".config", "opencode", "opencode.json"), mysql({ host: "config" }))
    expect((await load()).providerOptions).toEqual({ host: "config" })
  })

  test("somebody who works in the home folder has a global file there, not a project's", async () => {
    const path = write(join(home, "opencode.json"), mysql({ host: "db" }))
    const below = write(join(home, "code", "opencode.json"), {})
    const configuration = await load(join(home, "code"), home)
    expect(configuration.files.map(({ path, scope }) => ({ path, scope }))).toEqual([
      { path, scope: "global" },
      { path: below, scope: "project" },
    ])
  })

  test("the home folder is recognised through a link", async () => {
    write(join(home, "opencode.json"), mysql({ host: "db" }))
    symlinkSync(home, join(dirname(home), "link"))
    environment = { HOME: join(dirname(home), "link") }
    const configuration = await load(home, home)
    expect(configuration.files.map((file) => file.scope)).toEqual(["global"])
  })

  test("a folder outside of the project reads the project's files and its own, and none between", async () => {
    write(join(everything, "opencode.json"), "this is no JSON")
    const outside = join(dirname(home), "outside")
    write(join(outside, "opencode.json"), mysql({ port: 2 }))
    write(join(project, "opencode.json"), mysql({ host: "db", port: 1 }))
    expect((await load(outside)).providerOptions).toEqual({ host: "db", port: 2 })
    rmSync(join(everything, "opencode.json"))
  })

  test("the hash of a file is that of its bytes", async () => {
    const text = "\ufeff{} // é"
    const path = write(join(project, "opencode.json"), text)
    expect((await load()).files).toEqual([
      { path, scope: "project", sha256: createHash("sha256").update(text).digest("hex") },
    ])
  })

  test("whichever places set a value, the strongest one's is in force and is named as its origin", async () => {
    const below = join(project, "below")
    const places = [
      { path: join(home, "opencode.json"), scope: "global" },
      { path: join(home, ".opencode.json"), scope: "global" },
      { path: join(project, "opencode.json"), scope: "project" },
      { path: join(project, "opencode.jsonc"), scope: "project" },
      { path: join(project, ".opencode.json"), scope: "project" },
      { path: join(below, "opencode.json"), scope: "project" },
      { path: join(below, ".opencode.json"), scope: "project" },
    ]
    const keys = ["host", "port", "tls.ca", "tls.key"] as const
    const choice = fc.array(fc.subarray([...keys]), { minLength: places.length, maxLength: places.length })
    await fc.assert(
      fc.asyncProperty(choice, fc.boolean(), async (chosen, typeFromEnvironment) => {
        environment = { HOME: home, OPENCODE_SESSION_PROVIDER_TYPE: typeFromEnvironment ? "sqlite" : "" }
        for (const [index, place] of places.entries()) {
          const set = new Set(chosen[index])
          const options = {
            ...(set.has("host") && { host: place.path }),
            ...(set.has("port") && { port: index }),
            tls: { ...(set.has("tls.ca") && { ca: index }), ...(set.has("tls.key") && { key: index }) },
          }
          write(place.path, { sessionProvider: { type: "mysql", mysql: options, sqlite: options } })
        }
        const configuration = await load(below)
        const type = typeFromEnvironment ? "sqlite" : "mysql"
        expect(configuration.providerType).toBe(type)
        for (const key of keys) {
          const winner = chosen.findLastIndex((set) => set.includes(key))
          const value = key
            .split(".")
            .reduce<unknown>((inner, name) => Object(inner)[name], configuration.providerOptions)
          expect(value).toBe(winner < 0 ? undefined : key === "host" ? places[winner]?.path : winner)
          const origin = winner < 0 ? undefined : { kind: "file", ...places[winner] }
          expect(configuration.origins.get(`sessionProvider.${type}.${key}`)).toEqual(origin)
        }
      }),
      { numRuns: 100 },
    )
  })

  test("an option whose name has a dot is not confused with one inside of another", async () => {
    write(join(home, "opencode.json"), mysql({ "tls.ca": "mine" }))
    write(join(project, "opencode.json"), mysql({ tls: { ca: "theirs" } }))
    const { origins } = await load()
    expect(origins.get('sessionProvider.mysql."tls.ca"')).toMatchObject({ scope: "global" })
    expect(origins.get("sessionProvider.mysql.tls.ca")).toMatchObject({ scope: "project" })
  })
})

describe("paths", () => {
  test("a relative data directory begins at the file that names it, ~ is the home folder", async () => {
    write(join(project, "opencode.json"), { data: { directory: "top" } })
    expect((await load()).dataDirectory).toBe(join(project, "top"))
    write(join(project, "below", "opencode.json"), { data: { directory: "./data" } })
    expect((await load(join(project, "below"))).dataDirectory).toBe(join(project, "below", "data"))
    write(join(project, "below", "opencode.json"), { data: { directory: "~/data" } })
    expect((await load(join(project, "below"))).dataDirectory).toBe(join(home, "data"))
    environment = { ...environment, OPENCODE_DATA_DIRECTORY: "here" }
    expect((await load(join(project, "below"))).dataDirectory).toBe(join(project, "below", "here"))
  })

  test("a module's path begins at the file that names it, and finds its options from other files too", async () => {
    write(join(home, "opencode.json"), { sessionProvider: { type: "./provider.js", "./provider.js": { a: 1 } } })
    write(join(project, "opencode.json"), { sessionProvider: { [join(home, "provider.js")]: { b: 2 } } })
    const configuration = await load()
    expect(configuration).toMatchObject({ providerType: join(home, "provider.js"), providerOptions: { a: 1, b: 2 } })
    expect(configuration.origins.get(`sessionProvider."${join(home, "provider.js")}".b`)).toMatchObject({
      scope: "project",
    })
  })

  test("a homeDirectory that is given wins over HOME", async () => {
    const other = join(home, "other")
    const configuration = await loadConfiguration({
      directory: project,
      projectDirectory: project,
      environment,
      homeDirectory: other,
    })
    expect(configuration.dataDirectory).toBe(join(other, ".opencode"))
  })
})

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
      'sessionProvider.type in FILE is ""; it must be "sqlite", "mysql", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "MySQL" } },
      'sessionProvider.type in FILE is "MySQL"; it must be "sqlite", "mysql", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "mysql://me:hunter2@db/x" } },
      'sessionProvider.type in FILE is "mysql://***@db/x"; it must be "sqlite", "mysql", the name of a package, or a path.',
    ],
    [
      { sessionProvider: { type: "../../x/../\0" } },
      'sessionProvider.type in FILE is "../../x/../\\u0000"; it must be "sqlite", "mysql", the name of a package, or a path.',
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
    environment = { ...environment, OPENCODE_SESSION_PROVIDER_TYPE: "My SQL" }
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
