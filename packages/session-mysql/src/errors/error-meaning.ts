import { networkErrors } from "@opencode/session-core/server"

/** What MySQL's errors share with those of other servers. */
export const {
  hints: shared,
  lost,
  absent,
  readOnly,
  full,
  connectionLimit,
  certificate,
  withoutTls,
  byCode,
} = networkErrors({
  name: "MySQL",
  client: "mysql -h HOST -u USER -p",
  prefix: "sessionProvider.mysql",
  activity: "SHOW PROCESSLIST",
})

export const hints = {
  ...shared,
  packet: "Raise max_allowed_packet on the server (64M holds every part), or store a shorter value.",
  privileges:
    "An administrator can grant them: GRANT ALL PRIVILEGES ON database.* TO 'user'@'%'. To work with a schema that is there, SELECT, INSERT, UPDATE and DELETE are enough; a migration needs CREATE, ALTER, INDEX and REFERENCES too.",
} as const
