import { describeServersOf } from "../servers/describe-servers.ts"

export const describeServers = describeServersOf("postgres")
