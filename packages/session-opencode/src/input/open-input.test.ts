import { readdirSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as zlib from "node:zlib"
import { sampleFile } from "session-test-support/large-sample"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"

const exportFile = join(sampleFile, "../export-main.json")
const text = await readFile(exportFile, "utf8")
const session = JSON.parse(text).info.id

const utf16 = (value: string) => Buffer.from(value, "utf16le")
const bigEndian = (value: string) => utf16(value).swap16()
const withCarriageReturns = text.replaceAll("\n", "\r\n")

async function importBytes(content: string | Buffer) {
  const file = join(await temporaryFolder(), "s")
  await writeFile(file, content)
  const forCopies = await temporaryFolder()
  vi.stubEnv("TMPDIR", forCopies)
  onTestFinished(() => void vi.unstubAllEnvs())
  const store = await openMemoryStore()
  const report = await importSource(store, file).finally(() => expect(readdirSync(forCopies)).toEqual([]))
  return { store, report }
}

describe("an export is read as it was written, whatever a shell made of it", () => {
  test.each([
    ["with a byte order mark", `\ufeff${text}`],
    ["by Windows PowerShell", utf16(`\ufeff${withCarriageReturns}`)],
    ["in UTF-16 without a mark", utf16(text)],
    ["in big-endian UTF-16", bigEndian(`\ufeff${text}`)],
    ["in big-endian UTF-16 without a mark", bigEndian(text)],
    ["after a status line", `Exporting session: ${session}\n${text}`],
    ["after a status without a line feed", `Exporting session: ${session}${text}`],
    ["after a status in UTF-16", utf16(`\ufeffExporting session: ${session}\r\n${withCarriageReturns}`)],
    ["before a status line", `${text}\nDone.\n`],
    ["with gzip", zlib.gzipSync(text)],
    ["with gzip in two members", Buffer.concat([zlib.gzipSync(text.slice(0, 99)), zlib.gzipSync(text.slice(99))])],
    ["with Zstandard", zlib.zstdCompressSync(text)],
    [
      "with Zstandard in two frames",
      Buffer.concat([zlib.zstdCompressSync(text.slice(0, 99)), zlib.zstdCompressSync(text.slice(99))]),
    ],
    ["with gzip of UTF-16", zlib.gzipSync(utf16(`\ufeff${text}`))],
  ])("%s", async (_, content) => {
    const { store, report } = await importBytes(content)
    expect(report).toMatchObject({ format: "opencode-export", sessions: { created: 1 }, skippedCount: 0 })
    const plain = await openMemoryStore()
    await importSource(plain, exportFile)
    const contentOf = async (from: typeof store) => {
      const { messages } = await from.messages.list(session, { limit: 1000 })
      return messages
    }
    expect(await contentOf(store)).toEqual(await contentOf(plain))
  })
})

describe("what is packed", () => {
  test("a compressed database is imported whole, and its copy is not left behind", async () => {
    const { report } = await importBytes(zlib.gzipSync(await readFile(sampleFile)))
    expect(report).toMatchObject({ format: "opencode-database", sessions: { created: 7 } })
  })

  test("a cut-off file is an error that says so, and imports nothing", async () => {
    for (const packed of [zlib.gzipSync(text), zlib.zstdCompressSync(text)]) {
      await expect(importBytes(packed.subarray(0, packed.length / 2))).rejects.toMatchObject({
        code: "corrupt",
        message: expect.stringContaining("damaged or cut off"),
      })
    }
  })

  test("another compression is named", async () => {
    await expect(importBytes(Buffer.from("BZh91AY&SY"))).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("bzip2"),
    })
  })
})
