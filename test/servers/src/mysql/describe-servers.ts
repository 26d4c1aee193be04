import type { KindOf } from "../kinds/server-kind.ts"
import { describeServersOf } from "../servers/describe-servers.ts"

export type ServerKind = KindOf<"mysql">

export const describeServers = describeServersOf("mysql")
