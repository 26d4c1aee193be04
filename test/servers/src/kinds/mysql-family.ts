import { join } from "node:path"
import type { ServerAddress, ServerPrograms } from "./kind-of-server.ts"

/** What every server of MySQL's family gets. Nothing of the machine's configuration. */
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

/** MariaDB makes accounts of root without a password. */
export const familyInitialStatements = ({ administrator: { user, password } }: ServerAddress): string =>
  [
    `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;`,
    "DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';",
    "",
  ].join("\n")
