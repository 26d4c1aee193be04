/** A path as one word of a POSIX shell's command line: it may come from somebody's repository, and be copied from a message. */
export const shellQuote = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
