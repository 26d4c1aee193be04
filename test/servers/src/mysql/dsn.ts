export interface DsnParts {
  user: string
  password: string
  host: string
  port: number
  database: string
  /** Written as they are: `parseTime=true&timeout=2s`. */
  parameters?: string
}

/** A DSN as the documentation writes it: `user:password@tcp(localhost:3306)/opencode?parseTime=true`. */
export const dsnOf = ({ user, password, host, port, database, parameters = "parseTime=true" }: DsnParts): string => {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`
  return `${user}:${password}@tcp(${address})/${database}${parameters === "" ? "" : `?${parameters}`}`
}
