import { createHash } from "node:crypto"
import { rmSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
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
import { loadConfiguration } from "./load-configuration.ts"

useMachine()

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
      mirror: null,
      ignoredMirrorFiles: [],
      projectDirectory: project,
      trustFile: join(home, ".config", "opencode", "trusted-configuration.json"),
    })
  })
})

describe("what a mirror sends", () => {
  test("a repository's file neither switches a mirror on nor changes its rules, and is named as ignored", async () => {
    const theirs = write(join(project, "opencode.json"), { sessionMirror: { ask: false } })
    expect(await load()).toMatchObject({ mirror: null, ignoredMirrorFiles: [theirs] })
    write(join(home, ".opencode.json"), {
      sessionMirror: { include: ["~/work", "github.com/acme/*"], redact: ["secrets"] },
    })
    expect((await load()).mirror).toEqual({
      include: [join(home, "work"), "github.com/acme/*"],
      exclude: [],
      ask: true,
      redact: ["secrets"],
    })
  })

  test("where only the user's own files count, a repository's server is not used", async () => {
    write(join(home, ".opencode.json"), mysql({ host: "team" }))
    write(join(project, "opencode.json"), mysql({ host: "elsewhere" }))
    const own = { directory: project, projectDirectory: project, environment, onlyOwnFiles: true }
    expect(await loadConfiguration(own)).toMatchObject({ providerOptions: { host: "team" } })
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
    setEnvironment({
      ...environment,
      OPENCODE_DATA_DIRECTORY: "~/data",
      OPENCODE_SESSION_PROVIDER_TYPE: "sqlite",
      OPENCODE_PROJECT_ID: "b",
    })
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
    setEnvironment({
      HOME: home,
      OPENCODE_DATA_DIRECTORY: "",
      OPENCODE_SESSION_PROVIDER_TYPE: "",
      OPENCODE_PROJECT_ID: "",
    })
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
    setEnvironment({ ...environment, XDG_CONFIG_HOME: join(home, "xdg") })
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
    setEnvironment({ ...environment, XDG_CONFIG_HOME: "xdg" })
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
    setEnvironment({ HOME: join(dirname(home), "link") })
    const configuration = await load(home, home)
    expect(configuration.files.map((file) => file.scope)).toEqual(["global"])
  })

  test("a folder outside of the project reads the project's files and its own, and none between", async () => {
    write(join(dirname(dirname(home)), "opencode.json"), "this is no JSON")
    const outside = join(dirname(home), "outside")
    write(join(outside, "opencode.json"), mysql({ port: 2 }))
    write(join(project, "opencode.json"), mysql({ host: "db", port: 1 }))
    expect((await load(outside)).providerOptions).toEqual({ host: "db", port: 2 })
    rmSync(join(dirname(dirname(home)), "opencode.json"))
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
        setEnvironment({ HOME: home, OPENCODE_SESSION_PROVIDER_TYPE: typeFromEnvironment ? "sqlite" : "" })
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
    setEnvironment({ ...environment, OPENCODE_DATA_DIRECTORY: "here" })
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
