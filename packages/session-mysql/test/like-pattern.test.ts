import { likeEscape, likePatterns } from "@opencode/session-core/drizzle"
import { fold } from "@opencode/session-core/provider"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { expect, test } from "vitest"
import { bindValues } from "../src/packet/bind-values.ts"
import { searchStatements } from "../src/sql/search-statements.ts"

describeServers("patterns for LIKE", (server) => {
  test("propose every character that folds to what is searched, in text and within JSON", async () => {
    const characters = Array.from({ length: 0x11_0000 }, (_, code) => code)
      .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
      .map((code) => String.fromCodePoint(code))
      .filter((character) => fold(character) !== character || (character.codePointAt(0) ?? 0) < 0x3000)
    const connection = await connectAsAdministrator(server)
    try {
      await connection.query("SET NAMES utf8mb4 COLLATE utf8mb4_bin, SESSION sql_mode = ''")
      const missed: string[] = []
      const chunk = 500
      for (let start = 0; start < characters.length; start += chunk) {
        const some = characters.slice(start, start + chunk)
        const rows = some.flatMap((character, index) =>
          (["text", "json"] as const).map((form) => {
            const text = form === "json" ? JSON.stringify({ text: `a${character}b` }) : `a${character}b`
            const [[pattern = ""] = []] = likePatterns(fold(`a${character}b`), form, searchStatements.ambiguousLetters)
            const statement = {
              sql: `SELECT ${start + index} AS place, ? COLLATE utf8mb4_general_ci LIKE ? ESCAPE '${likeEscape}' AS matched`,
              valuesOf: () => [text, pattern],
              decoded: [],
            }
            return bindValues({ statement, values: statement.valuesOf() })
          }),
        )
        // A line break is where JSON's patterns part: each then has its own.
        const [found] = await connection.query(rows.join(" UNION ALL "))
        for (const row of found as { place: number; matched: number }[]) {
          if (row.matched !== 1) missed.push(`U+${characters[row.place]?.codePointAt(0)?.toString(16)}`)
        }
      }
      expect(missed).toEqual([])
    } finally {
      await connection.end()
    }
  })
})
