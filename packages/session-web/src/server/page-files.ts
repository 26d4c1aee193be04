import { readdirSync, readFileSync } from "node:fs"
import { extname, join, sep } from "node:path"
import type { MiddlewareHandler } from "hono"
import { problem, problemResponse } from "../routes/problem.ts"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
}

/**
 * Serves the built page. Its files are read once, when the server starts: what is asked for is looked up among them and never
 * becomes a path. Any other address is the page's own to make sense of.
 */
export function pageFiles(folder: string): MiddlewareHandler {
  const files = readFolder(folder)
  const index = files.get("/index.html")
  return async (c) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      return problemResponse(problem(404, "not_found", "There is nothing here to write to."))
    }
    const file = files.get(c.req.path) ?? (extname(c.req.path) === "" ? index : undefined)
    if (file === undefined) return problemResponse(problem(404, "not_found", "There is no such page.", hint(index)))
    // Names of assets carry a hash of their content.
    const isAsset = c.req.path.startsWith("/assets/")
    c.header("Cache-Control", isAsset ? "public, max-age=31536000, immutable" : "no-cache")
    c.header("Content-Type", file.type)
    return c.body(file.content)
  }
}

interface PageFile {
  content: Uint8Array<ArrayBuffer>
  type: string
}

const hint = (index: PageFile | undefined): string | undefined =>
  index === undefined ? "The page is not built. The API is described at /doc." : undefined

function readFolder(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const entry of listFolder(folder)) {
    const path = `/${entry.split(sep).join("/")}`
    const content = new Uint8Array(readFileSync(join(folder, entry)))
    files.set(path, { content, type: types[extname(entry)] ?? "application/octet-stream" })
  }
  return files
}

/** The files below; none when nothing is built. */
function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}
