import type { KindOfServer } from "../kind-of-server.ts"
import { familyArguments, familyPackages, mysqlFamily, undurableFamilyArguments } from "./family.ts"

export const mysql: KindOfServer = {
  ...mysqlFamily,
  title: "MySQL",
  variable: "OPENCODE_TEST_MYSQL_DSN",
  programNames: ["mysqld"],
  installDatabaseNames: [],
  clientNames: ["mysqldump", "mysql"],
  debian: {
    ...familyPackages,
    // The only suite that has it keeps a single version and cannot be pinned: on a bad day there is none.
    suite: "sid",
    names: ["mysql-server-core"],
    server: "usr/sbin/mysqld",
    installDatabase: null,
    programs: ["usr/sbin/mysqld"],
    clients: ["mysql-client-core"],
  },
  compose: { service: {}, command: [] },
  isVersion: (said) => !/mariadb/i.test(said),
  initialize: ({ server, fileArguments }, dataFolder) => ({
    program: server,
    arguments: [
      ...["--no-defaults", ...fileArguments, "--initialize-insecure", `--datadir=${dataFolder}`],
      ...["--skip-log-bin", "--innodb-redo-log-capacity=8388608", "--innodb-flush-method=nosync"],
    ],
  }),
  serverArguments: (...given) => [...familyArguments(...given), ...ownArguments],
  undurableArguments: [...undurableFamilyArguments, "--skip-log-bin"],
}

const ownArguments = [
  "--mysqlx=OFF",
  // It is for whoever watches a server, and takes three quarters of a start.
  "--performance-schema=OFF",
  // Debian's default is a folder that the package's installation would have made.
  "--secure-file-priv=NULL",
]
