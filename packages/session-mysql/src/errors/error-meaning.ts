import { networkErrors } from "@opencode/session-core/server"

const common = networkErrors({
  name: "MySQL",
  client: "mysql -h HOST -u USER -p",
  prefix: "sessionProvider.mysql",
  activity: "SHOW PROCESSLIST",
})

/** What MySQL's errors share with those of other servers. */
export const { lost, absent, readOnly, full, connectionLimit, certificate, withoutTls, byCode } = common

export const hints = {
  ...common.hints,
  packet: "Raise max_allowed_packet on the server (64M holds every part), or store a shorter value.",
  privileges:
    "An administrator can grant them: GRANT ALL PRIVILEGES ON database.* TO 'user'@'%'. To work with a schema that is there, SELECT, INSERT, UPDATE and DELETE are enough; a migration needs CREATE, ALTER, INDEX and REFERENCES too.",
} as const
