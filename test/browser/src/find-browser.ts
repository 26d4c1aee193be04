import { type BrowserServer, chromium } from "playwright-core"
import { browserArguments } from "./browser-arguments.ts"
import type { BrowserProgram } from "./browser-program.ts"
import { debianBrowser } from "./debian-browser.ts"
import { machineBrowsers } from "./machine-browsers.ts"
import { npmBrowser } from "./npm-browser.ts"

/** The oldest version that the page is built for: Vite's default. */
const oldestVersion = 111

/** A busy machine needs its time; a browser that hangs must not take the run's. */
const longestStart = 60_000

export interface StartedBrowser {
  server: BrowserServer
  /** Its version, and where it comes from, for people. */
  description: string
  /** Why browsers that come before it were not taken. */
  obstacles: string[]
}

export interface Way {
  /** Where it looks, for people. */
  name: string
  /** The programs to try, the best first. */
  find(): BrowserProgram[] | Promise<BrowserProgram[]>
}

/** In the order in which they are tried: what is there before what must be downloaded. */
const allWays: readonly Way[] = [
  { name: "CHROMIUM", find: namedBrowser },
  { name: "this machine", find: installedBrowsers },
  { name: "npm's registry", find: async () => [await npmBrowser()] },
  { name: "Debian's packages", find: async () => [await debianBrowser()] },
]

/** Starts the first browser that works, or returns for each way why it led to none. */
export async function findBrowser(ways: readonly Way[] = allWays): Promise<StartedBrowser | string[]> {
  const obstacles: string[] = []
  for (const { name, find } of ways) {
    try {
      for (const program of await find()) {
        try {
          const { server, version } = await start(program)
          return { server, description: `Chromium ${version} from ${name}: ${program.executablePath}`, obstacles }
        } catch (error) {
          obstacles.push(`${name}: ${program.executablePath} does not start: ${shortReason(error)}`)
        }
      }
    } catch (error) {
      obstacles.push(`${name}: ${shortReason(error)}`)
    }
  }
  return obstacles
}

/** A sentence about what `findBrowser` returned. */
export const noBrowser = (obstacles: readonly string[]): string =>
  `The page's tests do not run, because no browser could be had (${obstacles.join("; ")}).`

function namedBrowser(): BrowserProgram[] {
  const executablePath = process.env.CHROMIUM
  return executablePath ? [{ executablePath, environment: {} }] : []
}

function installedBrowsers(): BrowserProgram[] {
  const browsers = machineBrowsers()
  if (browsers.length === 0) throw new Error("no Chrome, Chromium or Edge")
  return browsers
}

/** Fails when the program does not start, is too old, or cannot show a page. */
async function start(program: BrowserProgram): Promise<{ server: BrowserServer; version: string }> {
  const server = await chromium.launchServer({
    executablePath: program.executablePath,
    env: { ...process.env, ...program.environment },
    headless: true,
    args: browserArguments,
    host: "127.0.0.1",
    timeout: longestStart,
  })
  try {
    const browser = await chromium.connect(server.wsEndpoint(), { timeout: longestStart })
    const version = browser.version()
    if (Number.parseInt(version, 10) < oldestVersion) {
      throw new Error(`version ${version} is older than ${oldestVersion}, which the page is built for`)
    }
    const page = await browser.newPage()
    await page.goto("data:text/html,<title>works</title>", { timeout: longestStart })
    if ((await page.title()) !== "works") throw new Error("it shows no page")
    await browser.close()
    return { server, version }
  } catch (error) {
    await server.kill()
    throw error
  }
}

/** One line of a message: Playwright's has a call log, with what the program itself said in its middle. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const said = /\[err\] (.*)/.exec(message)?.[1] ?? message.replace(/\s+/g, " ").trim()
  return said.length > 200 ? `${said.slice(0, 200)}…` : said
}
