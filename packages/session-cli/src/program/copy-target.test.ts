import { homedir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { parseCopyTarget } from "./copy-target.ts"

const parse = (target: string) => parseCopyTarget(target, "/work", (path) => path === "/work/folder")

test.each([
  ["backup.db", "/work/backup.db"],
  ["sqlite:backup.db", "/work/backup.db"],
  ["sqlite:/data/opencode.db", "/data/opencode.db"],
  ["sqlite:///data/opencode.db", "/data/opencode.db"],
  ["folder", "/work/folder/opencode.db"],
  ["new/", "/work/new/opencode.db"],
  ["../me@home/backup.db", "/me@home/backup.db"],
  ["~/backup.db", join(homedir(), "backup.db")],
])("a copy to %s goes to the file that one expects", (target, file) => {
  expect(parse(target)).toEqual({ type: "sqlite", options: { file } })
})

test.each([
  "mysql://me:secret@db.example/opencode",
  "user:password@tcp(localhost:3306)/opencode?parseTime=true",
  "user@unix(/run/mysqld/mysqld.sock)/opencode",
  "tcp(localhost)/opencode",
  "user:pass/word@/opencode",
])("a copy to %s goes to that server, not to a file of that name", (target) => {
  expect(parse(target)).toEqual({ type: "mysql", options: { dsn: target } })
})

test.each(["sqlite", "mysql", "@acme/sessions"])("%s means the provider as it is configured", (target) => {
  expect(parse(target)).toEqual({ type: target, configured: true })
})
