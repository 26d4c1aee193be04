import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join } from "node:path"
import type { BrowserProgram } from "./browser-program.ts"

/** Names under which Linux distributions and vendors put them on the PATH. */
const programNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
  "google-chrome-beta",
  "google-chrome-unstable",
  "microsoft-edge-beta",
  "microsoft-edge-dev",
]

const linuxPaths = [
  "/usr/bin/chromium",
  "/usr/lib/chromium/chromium",
  "/usr/lib64/chromium-browser/chromium-browser",
  "/opt/google/chrome/chrome",
  "/opt/microsoft/msedge/msedge",
  "/snap/bin/chromium",
]

const macApplications = ["Google Chrome", "Chromium", "Microsoft Edge", "Google Chrome Canary"]

const windowsPaths = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
]

/** The Chrome, Chromium and Edge programs of this machine. Not each of them has to start. */
export function machineBrowsers(platform = process.platform, environment = process.env): BrowserProgram[] {
  const paths = [...new Set(possiblePaths(platform, environment))]
  return paths.filter(isProgram).map((executablePath) => ({ executablePath, environment: {} }))
}

function possiblePaths(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === "win32") {
    return [environment.ProgramFiles, environment["ProgramFiles(x86)"], environment.LocalAppData].flatMap((folder) =>
      folder ? windowsPaths.map((path) => join(folder, path)) : [],
    )
  }
  const onPath = (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => programNames.map((name) => join(folder, name)))
  if (platform !== "darwin") return [...onPath, ...linuxPaths]
  const folders = ["/Applications", ...(environment.HOME ? [join(environment.HOME, "Applications")] : [])]
  const applications = folders.flatMap((folder) =>
    macApplications.map((name) => join(folder, `${name}.app`, "Contents", "MacOS", name)),
  )
  return [...applications, ...onPath]
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
