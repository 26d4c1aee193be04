/** The kinds of servers that tests can run on, by the provider that is made for them: its tests run on each kind of its family. */
export const families = { mysql: ["mysql", "mariadb"], postgres: ["postgres"] } as const

export type ServerFamily = keyof typeof families

export type KindOf<Family extends ServerFamily> = (typeof families)[Family][number]

export type ServerKind = KindOf<ServerFamily>

export const serverKinds: readonly ServerKind[] = Object.values(families).flat()
