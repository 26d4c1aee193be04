import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { debianLeftOut } from "../debian-left-out.ts"
import type { KindOfServer } from "../kind-of-server.ts"
import { administrate, connectAsAdministrator } from "./connect.ts"
import { parseGiven } from "./parse-given.ts"

const debianFolder = "usr/lib/postgresql/15/bin"

export const postgres: KindOfServer = {
  title: "PostgreSQL",
  family: "postgres",
  variable: "OPENCODE_TEST_POSTGRES_URL",
  variableExample: "postgres://user:password@localhost:5432/",
  parseGiven,
  async requireRights(server) {
    const name = `opencode_test_${process.pid}`
    await administrate(
      server,
      ...[`CREATE DATABASE ${name}`, `DROP DATABASE ${name}`],
      ...[`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`, `DROP ROLE ${name}`],
    )
  },
  programNames: ["postgres"],
  // Debian keeps the server's programs of each version apart, and off the path.
  programFolders: () => versionFolders("/usr/lib/postgresql"),
  installDatabaseNames: ["initdb"],
  clientNames: ["pg_dump", "psql"],
  debian: {
    suite: "bookworm",
    // What compiles statements (LLVM) is loaded where it is there, and is larger than all the rest.
    without: [
      ...debianLeftOut,
      "postgresql-common",
      "postgresql-client-common",
      "libllvm14",
      "ssl-cert",
      "tzdata",
      "locales",
    ],
    names: ["postgresql-15"],
    server: join(debianFolder, "postgres"),
    installDatabase: join(debianFolder, "initdb"),
    programs: [join(debianFolder, "postgres"), join(debianFolder, "initdb")],
    fileArguments: () => [],
    clients: [],
  },
  compose: null,
  versionArguments: ["--version"],
  versionIn: (said) => /\(PostgreSQL\) (\S+)/.exec(said)?.[1],
  // A database that only speaks its protocol says another name.
  isVersion: (said) => /postgresql/i.test(said) || /^[\d.]+$/.test(said),
  rootArguments: null,
  initialize({ installDatabase }, dataFolder) {
    if (installDatabase === null) throw new Error("initdb was not found beside the server.")
    return {
      program: installDatabase,
      arguments: [
        `--pgdata=${dataFolder}`,
        ...["--username=administrator", "--auth-local=trust", "--auth-host=scram-sha-256"],
        ...["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"],
      ],
    }
  },
  identityFiles: [],
  // Clients take the folder, and the port for the file's name.
  socketPath: (folder) => folder,
  leftovers: ["data/postmaster.pid"],
  serverArguments: (_programs, folder, { port }) => [
    ...["-D", join(folder, "data"), "-k", folder, "-p", String(port), "-h", "127.0.0.1"],
    // Of a server that is killed, nothing stays but its folder.
    ...settings({ dynamic_shared_memory_type: "mmap", timezone: "UTC", log_timezone: "UTC", jit: "off" }),
  ],
  // Commits are still written before they are acknowledged: a server that is killed loses none.
  undurableArguments: settings({ fsync: "off", full_page_writes: "off" }),
  initialFiles: () => ({}),
  // SIGTERM would wait for the clients to go. SIGQUIT is as a crash, and leaves no shared memory, as SIGKILL does.
  signals: { stop: "SIGINT", kill: "SIGQUIT" },
  async versionOf(server, timeout) {
    // The socket's folder is ours alone, and needs no password. Without one, nobody can log in from elsewhere.
    const { socketPath: folder, administrator } = server
    if (folder !== null) {
      const local = await connectAsAdministrator({ ...server, host: folder }, { timeout })
      await local.query(`ALTER ROLE ${administrator.user} PASSWORD '${administrator.password}'`)
      await local.end()
    }
    const client = await connectAsAdministrator(server, { timeout })
    try {
      const { rows } = await client.query<{ version: string }>("SELECT version() AS version")
      const said = rows[0]?.version ?? "unknown"
      return /^PostgreSQL ([\d.]+)/.exec(said)?.[1] ?? said
    } finally {
      await client.end()
    }
  },
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`])
}

/** The newest first. */
function versionFolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  const versions = readdirSync(folder).toSorted((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(folder, version, "bin"))
}
