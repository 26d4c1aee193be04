import { existsSync } from "node:fs"
import type { LaunchOptions } from "playwright-core"

const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** How the system's Chromium is started. Fails when there is none. */
export function browserOptions(): LaunchOptions {
  const executablePath = process.env.CHROMIUM ?? paths.find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error("There is no Chromium here. On Debian: apt-get install chromium. CHROMIUM names another one.")
  }
  return { executablePath, headless: true, args: flags }
}
