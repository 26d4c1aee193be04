/** The two families of servers that the provider is made for. Every test that wants a server runs on both. */
export const serverKinds = ["mysql", "mariadb"] as const

export type ServerKind = (typeof serverKinds)[number]
