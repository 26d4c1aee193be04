/** The provider in a few characters, with the server's name when there is one: `⛁ sqlite`, `⛁ mysql · db.example`. */
export function badgeOf({ name, location }: { name: string; location: string }): string {
  const host = /^\w+:\/\//.test(location) ? URL.parse(location)?.hostname : undefined
  return host ? `⛁ ${name} · ${host}` : `⛁ ${name}`
}
