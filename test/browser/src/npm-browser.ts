import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { brotliDecompress, gunzip } from "node:zlib"
import { cached } from "session-test-support/cache-folder"
import { downloadPackage } from "session-test-support/download-package"
import { readTarball } from "session-test-support/read-tarball"
import type { BrowserProgram } from "./browser-program.ts"
import { fontConfiguration } from "./font-configuration.ts"

/**
 * Carries Chromium's headless shell, a font, and the libraries that the shell needs beside libc. It is not a dependency of this
 * repository, since its 70 MB would be downloaded on every machine, also where there is a browser.
 */
const browserPackage = {
  name: "@sparticuz/chromium",
  version: "153.0.0",
  integrity: "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
}

/** The folders of its libraries and fonts, as tarballs; the rest of it draws in three dimensions. */
const archives = ["package/bin/al2023.tar.br", "package/bin/fonts.tar.br"]

/** A browser from npm's registry, unpacked into the cache. Nothing is installed, and none of the package's code runs. */
export async function npmBrowser(): Promise<BrowserProgram> {
  const { name, version } = browserPackage
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`${name} is for Linux on x64, and this is ${process.platform} on ${process.arch}`)
  }
  const folder = await cached("browser", `npm-${version}-${process.arch}`, unpackPackage)
  return {
    executablePath: join(folder, "chromium"),
    environment: {
      LD_LIBRARY_PATH: join(folder, "lib"),
      FONTCONFIG_FILE: await fontConfiguration(folder, "fonts"),
    },
  }
}

async function unpackPackage(folder: string): Promise<void> {
  const compressed = await downloadPackage(browserPackage, folder)
  for (const { path, content } of readTarball(await promisify(gunzip)(compressed))) {
    if (path === "package/bin/chromium.br") {
      await writeFile(join(folder, "chromium"), await promisify(brotliDecompress)(content), { mode: 0o755 })
    } else if (archives.includes(path)) {
      await unpackTarball(await promisify(brotliDecompress)(content), folder)
    }
  }
}

async function unpackTarball(tarball: Buffer, folder: string): Promise<void> {
  for (const { path, mode, content } of readTarball(tarball)) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content, { mode })
  }
}
