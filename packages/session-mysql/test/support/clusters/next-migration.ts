/** A change of the schema as a later version may bring it: the clients of this one go on writing. */
export const nextMigration = {
  name: "9999_next",
  statements: [
    "ALTER TABLE `session` ADD COLUMN `extra` bigint;",
    "CREATE INDEX `session_extra` ON `session` (`extra`);",
  ],
}
