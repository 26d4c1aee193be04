import { writeFile } from "node:fs/promises"
import { join } from "node:path"

/** Writes fontconfig's file into a browser's folder, for a machine that has none: the machine's fonts, and those of the folder. */
export async function fontConfiguration(folder: string, fonts: string): Promise<string> {
  const file = join(folder, "fontconfig.conf")
  const folders = ["/usr/share/fonts", "/usr/local/share/fonts", join(folder, fonts)]
  // Paths in it are absolute: written at each start, it is right after the checkout was moved.
  await writeFile(
    file,
    [
      '<?xml version="1.0"?>',
      '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
      "<fontconfig>",
      ...folders.map((path) => `  <dir>${escapeXml(path)}</dir>`),
      `  <cachedir>${escapeXml(join(folder, "fontconfig-cache"))}</cachedir>`,
      "</fontconfig>",
      "",
    ].join("\n"),
  )
  return file
}

const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
