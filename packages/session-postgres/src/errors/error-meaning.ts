import { networkErrors } from "@opencode/session-core/server"

/** What PostgreSQL's errors share with those of other servers. */
export const {
  hints,
  lost,
  absent,
  readOnly,
  full,
  connectionLimit,
  certificate,
  withoutTls,
  byCode: byNetworkCode,
} = networkErrors({
  name: "PostgreSQL",
  client: "psql -h HOST -U USER DATABASE",
  prefix: "sessionProvider.postgres",
  activity: "SELECT * FROM pg_stat_activity",
})
