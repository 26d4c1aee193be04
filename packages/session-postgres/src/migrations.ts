import type { Migration } from "@opencode/session-core/drizzle"

// Made of migrations/*.sql by `pnpm migrations`. Do not edit.
export const migrations: Migration[] = [
  {
    name: "0000_first",
    statements: [
      `CREATE TABLE "change_feed" (
	"shard" bigint PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL
);`,
      `CREATE TABLE "departed_session" (
	"session_id" text collate "C" NOT NULL,
	"project_id" text collate "C" NOT NULL,
	"revision" bigint NOT NULL,
	"shard" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "departed_session_key" PRIMARY KEY("session_id","project_id")
);`,
      `CREATE TABLE "file_version" (
	"session_id" text collate "C" NOT NULL,
	"path" text collate "C" NOT NULL,
	"version" bigint NOT NULL,
	"content" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"revision" bigint NOT NULL,
	CONSTRAINT "file_version_key" PRIMARY KEY("session_id","path","version")
);`,
      `CREATE TABLE "message" (
	"session_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"role" text collate "C" NOT NULL,
	"parent_id" text collate "C",
	"agent" text collate "C",
	"model" text collate "C",
	"model_name" text collate "C",
	"input_tokens" bigint,
	"output_tokens" bigint,
	"reasoning_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_tokens" bigint,
	"cost" double precision,
	"cost_nanos" bigint,
	"error" text collate "C",
	"author_user" text collate "C",
	"author_host" text collate "C",
	"metadata" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"completed_at" bigint,
	"position" bigint NOT NULL,
	"revision" bigint NOT NULL,
	CONSTRAINT "message_key" PRIMARY KEY("session_id","id")
);`,
      `CREATE TABLE "part" (
	"number" bigserial NOT NULL,
	"session_id" text collate "C" NOT NULL,
	"message_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"type" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"position" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"feed_revision" bigint,
	"data" text collate "C" NOT NULL,
	CONSTRAINT "part_key" PRIMARY KEY("session_id","message_id","id"),
	CONSTRAINT "part_number_unique" UNIQUE("number")
);`,
      `CREATE TABLE "project" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL
);`,
      `CREATE TABLE "project_alias" (
	"alias" text collate "C" PRIMARY KEY NOT NULL,
	"project_id" text collate "C" NOT NULL
);`,
      `CREATE TABLE "batch" (
	"session_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"revision" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "batch_key" PRIMARY KEY("id","session_id")
);`,
      `CREATE TABLE "session" (
	"number" bigserial NOT NULL,
	"id" text collate "C" NOT NULL,
	"project_id" text collate "C" NOT NULL,
	"parent_id" text collate "C",
	"state" text collate "C" NOT NULL,
	"revision" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"listed_at" bigint,
	"shard" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"fed_at" bigint,
	"last_batch" text collate "C" NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"reasoning_tokens" bigint NOT NULL,
	"cache_read_tokens" bigint NOT NULL,
	"cache_write_tokens" bigint NOT NULL,
	"cost_nanos" bigint NOT NULL,
	"message_count" bigint NOT NULL,
	"first_revision" bigint NOT NULL,
	"fields_revision" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"archived_at" bigint,
	"deleted_at" bigint,
	"deletion_id" text collate "C",
	"title_source" text collate "C" NOT NULL,
	"author_user" text collate "C",
	"author_host" text collate "C",
	"agent" text collate "C",
	"directory" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"model" text collate "C",
	"todos" text collate "C" NOT NULL,
	"metadata" text collate "C" NOT NULL,
	"marks" text collate "C" NOT NULL,
	"author_labels" text collate "C" NOT NULL,
	"model_labels" text collate "C" NOT NULL,
	"origin_labels" text collate "C" NOT NULL,
	"folder_labels" text collate "C" NOT NULL,
	"mark_labels" text collate "C" NOT NULL,
	"settled_by" text collate "C",
	"labelled_at" bigint,
	CONSTRAINT "session_id" PRIMARY KEY("id"),
	CONSTRAINT "session_number_unique" UNIQUE("number")
);`,
      `CREATE TABLE "session_label" (
	"scope" text collate "C" NOT NULL,
	"label" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"listed_at" bigint NOT NULL,
	"session_id" text collate "C" NOT NULL,
	CONSTRAINT "session_label_key" PRIMARY KEY("scope","label","state","listed_at","session_id")
);`,
      `CREATE TABLE "session_usage" (
	"session_id" text collate "C" NOT NULL,
	"project_id" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"day" bigint NOT NULL,
	"author" text collate "C" NOT NULL,
	"model" text collate "C" NOT NULL,
	"sessions" bigint NOT NULL,
	"messages" bigint NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"reasoning_tokens" bigint NOT NULL,
	"cache_read_tokens" bigint NOT NULL,
	"cache_write_tokens" bigint NOT NULL,
	"cost_nanos" bigint NOT NULL,
	CONSTRAINT "session_usage_key" PRIMARY KEY("session_id","state","day","author","model")
);`,
      `CREATE TABLE "tombstone" (
	"session_id" text collate "C" NOT NULL,
	"revision" bigint NOT NULL,
	"type" text collate "C" NOT NULL,
	"message_id" text collate "C",
	"part_id" text collate "C",
	"path" text collate "C",
	"version" bigint,
	CONSTRAINT "tombstone_key" PRIMARY KEY("session_id","revision")
);`,
      `CREATE TABLE "usage_total" (
	"scope" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"day" bigint NOT NULL,
	"author" text collate "C" NOT NULL,
	"model" text collate "C" NOT NULL,
	"sessions" bigint NOT NULL,
	"messages" bigint NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"reasoning_tokens" bigint NOT NULL,
	"cache_read_tokens" bigint NOT NULL,
	"cache_write_tokens" bigint NOT NULL,
	"cost_nanos" bigint NOT NULL,
	CONSTRAINT "usage_total_key" PRIMARY KEY("scope","state","day","author","model")
);`,
      `ALTER TABLE "part" ADD CONSTRAINT "part_message" FOREIGN KEY ("session_id","message_id") REFERENCES "message"("session_id","id") ON DELETE no action ON UPDATE no action;`,
      `CREATE INDEX "departed_session_feed" ON "departed_session" USING btree ("shard","sequence");`,
      `CREATE INDEX "file_version_revision" ON "file_version" USING btree ("session_id","revision");`,
      `CREATE INDEX "message_position" ON "message" USING btree ("session_id","position");`,
      `CREATE INDEX "message_revision" ON "message" USING btree ("session_id","revision") WHERE "revision" <> "position";`,
      `CREATE INDEX "part_revision" ON "part" USING btree ("session_id","feed_revision") WHERE "feed_revision" is not null;`,
      `CREATE INDEX "project_alias_project" ON "project_alias" USING btree ("project_id");`,
      `CREATE INDEX "session_id_in_project" ON "session" USING btree ("project_id","id") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_list" ON "session" USING btree ("project_id","state","listed_at","id") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_children" ON "session" USING btree ("project_id","state","parent_id","listed_at","id") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_list_all" ON "session" USING btree ("state","listed_at","id") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_feed" ON "session" USING btree ("project_id","shard","fed_at") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_feed_all" ON "session" USING btree ("shard","fed_at") WHERE "listed_at" is not null;`,
      `CREATE INDEX "session_hot" ON "session" USING btree ("project_id") WHERE "listed_at" is null;`,
      `CREATE INDEX "session_parent" ON "session" USING btree ("parent_id") WHERE "parent_id" is not null;`,
    ],
  },
  {
    name: "0001_search",
    statements: [
      `-- The index of searches, where the extension pg_trgm may be used: without it, searches read what they search. A server may not have
-- the extension, and a user may not be allowed to install it.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  NULL;
END
$$;`,
      `DO $$
DECLARE
  home name := (SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm');
BEGIN
  IF home IS NOT NULL THEN
    EXECUTE format(
      'CREATE INDEX part_search ON part USING gin ((lower(translate(data, chr(8490), ''k''))) %I.gin_trgm_ops) WITH (gin_pending_list_limit = 1024) WHERE type IN (''text'', ''reasoning'', ''tool'', ''file'', ''subtask'')',
      home
    );
  END IF;
END
$$;`,
    ],
  },
]
