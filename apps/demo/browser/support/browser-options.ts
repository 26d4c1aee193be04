import { existsSync } from "node:fs"
import type { LaunchOptions } from "playwright-core"

const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** This takes the place of Playwright's own list, so what of it matters on loopback is here again. */
const disabledFeatures = [
  // Chromium keeps a page of its own ready for the address bar of every window, although nobody sees one here: it costs as much
  // processor time as our page.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "SpareRendererForSitePerProcess",
  // Nothing is asked of anybody in the network.
  "AimEnabled",
  "PreconnectToSearch",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "MediaRouter",
  "PaintHolding",
]

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${disabledFeatures.join(",")}`,
]

/** How the system's Chromium is started. Fails when there is none. */
export function browserOptions(): LaunchOptions {
  const executablePath = process.env.CHROMIUM ?? paths.find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error("There is no Chromium here. On Debian: apt-get install chromium. CHROMIUM names another one.")
  }
  return { executablePath, headless: true, args: flags }
}
