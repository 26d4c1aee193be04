import type { KindOfServer } from "./kind-of-server.ts"
import { mariadb } from "./mysql/mariadb.ts"
import { mysql } from "./mysql/mysql.ts"
import { postgres } from "./postgres/postgres.ts"
import type { ServerKind } from "./server-kind.ts"

/** Every kind of server that tests can run on. */
export const kinds: Readonly<Record<ServerKind, KindOfServer>> = { mysql, mariadb, postgres }
