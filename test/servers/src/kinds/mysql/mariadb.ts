import type { KindOfServer } from "../kind-of-server.ts"
import { familyArguments, familyPackages, mysqlFamily, undurableFamilyArguments } from "./family.ts"

const composeCommand = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"]

export const mariadb: KindOfServer = {
  ...mysqlFamily,
  title: "MariaDB",
  variable: "OPENCODE_TEST_MARIADB_DSN",
  programNames: ["mariadbd", "mysqld"],
  installDatabaseNames: ["mariadb-install-db", "mysql_install_db"],
  clientNames: ["mariadb-dump", "mariadb"],
  debian: {
    ...familyPackages,
    // 10.11, the oldest version that the provider supports.
    suite: "bookworm",
    // The client has the small programs that mariadb-install-db calls.
    names: ["mariadb-server-core", "mariadb-client-core"],
    server: "usr/sbin/mariadbd",
    installDatabase: "usr/bin/mariadb-install-db",
    programs: ["usr/sbin/mariadbd", "usr/bin/my_print_defaults"],
    clients: ["mariadb-client"],
  },
  compose: {
    service: {
      image: "mariadb:10.11",
      healthcheck: { test: ["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"] },
      command: composeCommand,
    },
    command: composeCommand,
  },
  isVersion: (said) => /mariadb/i.test(said),
  initialize({ installDatabase, fileArguments }, dataFolder) {
    if (installDatabase === null) throw new Error("mariadb-install-db was not found beside the server.")
    return {
      program: installDatabase,
      arguments: [
        "--no-defaults",
        ...fileArguments.filter((argument) => !argument.startsWith("--plugin-dir")),
        `--datadir=${dataFolder}`,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--skip-name-resolve",
        "--force",
        "--innodb-log-file-size=8388608",
        "--innodb-flush-method=nosync",
      ],
    }
  },
  serverArguments: familyArguments,
  // It has no binary log unless it is asked for, and `--skip-log-bin` cannot be taken back.
  undurableArguments: undurableFamilyArguments,
}
