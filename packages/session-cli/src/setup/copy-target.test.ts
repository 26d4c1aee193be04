import { homedir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { parseCopyTarget } from "./copy-target.ts"

const parse = (target: string) =>
  parseCopyTarget(target, {
    directory: "/work",
    configuredTypes: ["sqlite", "redis", "sessions-in-redis", "/work/provider.js"],
    look: (path) => (path === "/work/folder" ? "folder" : path === "/work/known" ? "file" : null),
  })

test.each([
  ["backup.db", "/work/backup.db"],
  ["sqlite:backup.db", "/work/backup.db"],
  ["sqlite:/data/opencode.db", "/data/opencode.db"],
  ["sqlite:///data/opencode.db", "/data/opencode.db"],
  ["folder", "/work/folder/opencode.db"],
  ["new/", "/work/new/opencode.db"],
  ["../me@home/backup.db", "/me@home/backup.db"],
  ["~/backup.db", join(homedir(), "backup.db")],
  ["known", "/work/known"],
  ["./word", "/work/word"],
  ["sqlite:word", "/work/word"],
  ["SQLITE:backup.db", "/work/backup.db"],
  ["file:///data/opencode.db", "/data/opencode.db"],
  ["me@home.db", "/work/me@home.db"],
  ["./me:home@x", "/work/me:home@x"],
  ["/data/a@tcp(b)/c.db", "/data/a@tcp(b)/c.db"],
  ["backup.d/sessions", "/work/backup.d/sessions"],
])("a copy to %s goes to the file that one expects", (target, file) => {
  expect(parse(target)).toEqual({ type: "sqlite", options: { file } })
})

test.each([
  "mysql://me:secret@db.example/opencode",
  "mysql2://me:secret@db.example/opencode",
  "mysql+pymysql://me:secret@db.example/opencode",
  "jdbc:mysql://db.example/opencode?user=me&password=secret",
  "user:password@tcp(localhost:3306)/opencode?parseTime=true",
  "user@unix(/run/mysqld/mysqld.sock)/opencode",
  "tcp(localhost)/opencode",
  "user:pass/word@/opencode",
  "user@/opencode",
  "me:S3cret@tcp(127.0.0.1:1)",
  "me:S3cret@tcp(127.0.0.1",
  "MYSQL://me@db/opencode",
  "mariadb://me@db/opencode",
])("a copy to %s goes to that server, not to a file of that name", (target) => {
  expect(parse(target)).toEqual({ type: "mysql", options: { dsn: target } })
})

test.each([
  "postgres://me:secret@db.example/opencode",
  "postgresql://me:secret@db.example:5433/opencode?sslmode=require",
  "jdbc:postgresql://db.example/opencode?user=me&password=secret",
])("a copy to %s goes to that PostgreSQL server", (target) => {
  expect(parse(target)).toEqual({ type: "postgres", options: { url: target } })
})

test.each(["sqlite", "mysql", "postgres", "@acme/sessions", "redis", "sessions-in-redis"])(
  "%s means the provider as it is configured",
  (target) => {
    expect(parse(target)).toEqual({ type: target, configured: true })
  },
)

test("a module that is configured by its path means the provider that it is", () => {
  expect(parse("./provider.js")).toEqual({ type: "/work/provider.js", configured: true })
})

test.each([
  "redis://me:S3cret@h/d",
  " postgres://me:S3cret@h/d",
  "S3cret-is-no-scheme-but-stands-where-one-does://h/d",
  "//me:S3cret@h/d",
  "mysql:me:S3cret@h/d",
  "postgres:me:S3cret@h/d",
  "sqlite:me:S3cret@h/d",
  "sqlite://me:S3cret@h/d",
  "me:S3cret@127.0.0.1:1/d",
  "me:S3cret@127.0.0.1",
  "me:S3cret/x@127.0.0.1/d",
  "me:S3cret",
  "S3cret@127.0.0.1/d",
  "S3cret",
  "mysq1",
  "MySQL",
  "mysql ",
  "redsi",
  "",
  "sqlite:",
])("%s is refused, without being shown, and becomes no file", (target) => {
  const refused = {
    code: "invalid_input",
    message: expect.not.stringContaining("S3cret"),
    hint: expect.not.stringContaining("S3cret"),
  }
  expect(() => parse(target)).toThrow(expect.objectContaining(refused))
})

test("a mistyped provider is told what was probably meant", () => {
  expect(() => parse("MySQL")).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("Did you mean mysql?") }),
  )
  expect(() => parse("redsi")).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("Did you mean redis?") }),
  )
})
