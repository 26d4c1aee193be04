import { expect, test } from "vitest"
import { looksLikeAddress } from "./looks-like-address.ts"

test.each([
  "mysql://me:hunter2@db/app",
  "postgres://db/app",
  "file:///data/app.db",
  " mysql://me:hunter2@db",
  "//me:hunter2@db/app",
  "me:hunter2@tcp(db:3306)/app",
  "me:hunter2@tcp(db:3306)",
  "me:hunter2@tcp(db",
  "me:hun/ter2@tcp(db)/app",
  "me@unix(/run/my.sock)/app",
  "tcp(db)/app",
  "me:hunter2@(db)/app",
  "me:hunter2@127.0.0.1:3306/app",
  "me:hunter2@db/app",
  "me:hunter2@db",
  "me:hunter2@/app",
  "me:hun/ter2@db/app",
  "me:hun@ter2@db",
  "m:hunter2@db",
  "mysql:me:hunter2@db/app",
])("%s is no path: a password in it would become a file's name", (text) => expect(looksLikeAddress(text)).toBe(true))

test.each([
  "backup.db",
  "backups/me@home.db",
  "me@home.db",
  "./me:home@x.db",
  "../a:b@c",
  "/data/me:home@x.db",
  "~/me:home@x.db",
  "C:\\data\\me@home.db",
  "C:/data/me@home.db",
  "2026-11-28T10:00.jsonl",
  "backup (1).db",
  "backup(1)/x.db",
  "",
])("%s is a path", (text) => expect(looksLikeAddress(text)).toBe(false))
