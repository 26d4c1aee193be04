import { join } from "node:path"
import type { RowDataPacket } from "mysql2/promise"
import { debianLeftOut } from "../debian-left-out.ts"
import type { KindOfServer, ServerAddress, ServerPrograms } from "../kind-of-server.ts"
import { administrate, connectAsAdministrator } from "./connect.ts"
import { parseGiven } from "./parse-given.ts"

/** What MySQL and MariaDB have in common. */
export const mysqlFamily = {
  family: "mysql",
  variableExample: "user:password@tcp(localhost:3306)/",
  parseGiven,
  async requireRights(server) {
    const name = `opencode_test_${process.pid}`
    await administrate(
      server,
      ...[`CREATE DATABASE ${name}`, `DROP DATABASE ${name}`],
      ...[`CREATE USER '${name}'@'%' IDENTIFIED BY '${name}'`, `DROP USER '${name}'@'%'`],
    )
  },
  programFolders: () => [],
  versionArguments: ["--no-defaults", "--version"],
  versionIn: (said) => /\bVer (\S+)/.exec(said)?.[1],
  rootArguments: ["--user=root"],
  identityFiles: ["auto.cnf"],
  socketPath: (folder) => join(folder, "socket"),
  leftovers: ["socket", "socket.lock"],
  // MariaDB makes accounts of root without a password.
  initialFiles: ({ administrator: { user, password } }) => ({
    "first.sql": [
      `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;`,
      "DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';",
      "",
    ].join("\n"),
  }),
  signals: { stop: "SIGTERM", kill: "SIGKILL" },
  async versionOf(server, timeout) {
    const connection = await connectAsAdministrator(server, timeout)
    try {
      const [[row]] = await connection.query<RowDataPacket[]>("SELECT VERSION() AS version")
      return String(row?.version)
    } finally {
      connection.destroy()
    }
  },
} satisfies Partial<KindOfServer>

/** What every server of the family gets. Nothing of the machine's configuration. */
export const familyArguments = (
  { fileArguments }: ServerPrograms,
  folder: string,
  { port, socketPath }: ServerAddress,
): string[] => [
  "--no-defaults",
  ...fileArguments,
  `--datadir=${join(folder, "data")}`,
  `--tmpdir=${join(folder, "temporary")}`,
  `--socket=${socketPath}`,
  `--pid-file=${join(folder, "pid")}`,
  `--init-file=${join(folder, "first.sql")}`,
  "--bind-address=127.0.0.1",
  `--port=${port}`,
  "--skip-name-resolve",
]

/** Nothing has to survive a power failure; a killed server loses nothing. */
export const undurableFamilyArguments = [
  "--innodb-flush-log-at-trx-commit=2",
  "--innodb-flush-method=nosync",
  "--innodb-doublewrite=OFF",
]

/** What the unpacked packages of both have in common. */
export const familyPackages = {
  without: [...debianLeftOut, "mysql-common", "mariadb-common"],
  fileArguments(folder: string) {
    const share = join(folder, "usr", "share", "mysql")
    return [
      `--basedir=${join(folder, "usr")}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, "charsets")}`,
      `--plugin-dir=${join(folder, "usr", "lib", "mysql", "plugin")}`,
    ]
  },
}
