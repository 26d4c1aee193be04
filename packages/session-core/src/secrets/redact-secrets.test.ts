import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { redactSecrets } from "./redact-secrets.ts"

describe("what looks like a secret is masked, and the rest of the sentence stays", () => {
  test.each([
    ["connect to mysql://me:hunter2@db:3306/opencode failed", "connect to mysql://***@db:3306/opencode failed"],
    ["fatal: https://ghp_hunter2@github.com/o/r not found", "fatal: https://***@github.com/o/r not found"],
    ["https://me:p@ss/w:rd@host/o and https://other/o", "https://***@host/o and https://other/o"],
    ["me:hunter2@tcp(db:3306)/opencode?parseTime=true", "***@tcp(db:3306)/opencode?parseTime=true"],
    ["me:h u@n:t/er2@unix(/run/my.sock)/opencode", "***@unix(/run/my.sock)/opencode"],
    ["me:hunter2@/opencode", "***@/opencode"],
    ["me:hunter2@(db)/opencode", "***@(db)/opencode"],
    ["dsn=me:hunter2@tcp(db)/x", "dsn=***@tcp(db)/x"],
    ["host=db password=hunter2 user=me", "host=db password=*** user=me"],
    ["password='hun ter2' user=me", "password=*** user=me"],
    ['{"password": "hun\\"ter2", "port": 1}', '{"password": ***, "port": 1}'],
    ['{"accessToken":"hunter2"}', '{"accessToken":***}'],
    ["https://host/x?access_token=hunter2&y=1", "https://host/x?access_token=***&y=1"],
    ["MYSQL_PASSWORD=hunter2", "MYSQL_PASSWORD=***"],
    ["api_key=hunter2;x=1", "api_key=***;x=1"],
    ["Password: hunter2", "Password: ***"],
  ])("%s", (text, expected) => expect(redactSecrets(text)).toBe(expected))
})

describe("what is no secret stays readable", () => {
  test.each([
    "Access denied for user 'me'@'db.example' (using password: YES)",
    "Cannot find module 'file:///app/node_modules/@opencode/session-mysql/dist/index.js'",
    "Cannot find module '/app/node_modules/.pnpm/zod@4.1.0/node_modules/zod/index.js'",
    "see https://registry.example/@opencode/session-mysql",
    "mysql://db:3306/opencode",
    "tcp(db:3306)/opencode",
    "Unexpected token: }",
    "write to admin@example.com: it is down",
  ])("%s", (text) => expect(redactSecrets(text)).toBe(text))
})

test("no password of a URL, a DSN or a pair survives, whatever it is made of", () => {
  // Begins with letters that stand nowhere else.
  const password = fc.string({ unit: "grapheme" }).map((text) => `Ž€${text.replace(/[\n\r\u2028\u2029]/g, "")}`)
  fc.assert(
    fc.property(password, fc.constantFrom("", "Error: no ", 'at "', "x "), (secret, before) => {
      const word = secret.replace(/\s/g, "")
      for (const text of [
        `${before}me:${secret}@tcp(db:3306)/opencode?tls=true`,
        `${before}me:${secret}@unix(/run/x)/opencode`,
        `${before}mysql://me:${word}@db/opencode`,
        `${before}mysql://me:${encodeURIComponent(secret.toWellFormed())}@db/opencode`,
        `${before}password=${JSON.stringify(secret)}`,
        `${before}token='${secret.replace(/['\\]/g, "")}'`,
        `{"dbPassword": ${JSON.stringify(secret)}, "x": 1}`,
      ]) {
        const shown = redactSecrets(text)
        expect(shown).not.toContain("Ž")
        expect(shown).not.toContain("%C5%BD")
      }
    }),
    { numRuns: 2000 },
  )
})
