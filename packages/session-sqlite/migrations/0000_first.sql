CREATE TABLE `change_feed` (
	`shard` integer PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `departed_session` (
	`session_id` text NOT NULL,
	`project_id` text NOT NULL,
	`revision` integer NOT NULL,
	`shard` integer NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`session_id`, `project_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `departed_session_feed` ON `departed_session` (`shard`,`sequence`);--> statement-breakpoint
CREATE TABLE `file_version` (
	`session_id` text NOT NULL,
	`path` text NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`session_id`, `path`, `version`)
);
--> statement-breakpoint
CREATE INDEX `file_version_revision` ON `file_version` (`session_id`,`revision`);--> statement-breakpoint
CREATE TABLE `message` (
	`session_id` text NOT NULL,
	`id` text NOT NULL,
	`role` text NOT NULL,
	`parent_id` text,
	`agent` text,
	`model` text,
	`model_name` text,
	`input_tokens` integer,
	`output_tokens` integer,
	`reasoning_tokens` integer,
	`cache_read_tokens` integer,
	`cache_write_tokens` integer,
	`cost` real,
	`cost_nanos` integer,
	`error` text,
	`author_user` text,
	`author_host` text,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`completed_at` integer,
	`position` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`id`, `session_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `message_position` ON `message` (`session_id`,`position`);--> statement-breakpoint
CREATE INDEX `message_revision` ON `message` (`session_id`,`revision`) WHERE "revision" <> "position";--> statement-breakpoint
CREATE TABLE `part` (
	`number` integer PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`message_id` text NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`position` integer NOT NULL,
	`revision` integer NOT NULL,
	`feed_revision` integer,
	`data` text NOT NULL,
	FOREIGN KEY (`session_id`,`message_id`) REFERENCES `message`(`session_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `part_key` ON `part` (`message_id`,`session_id`,`id`);--> statement-breakpoint
CREATE INDEX `part_revision` ON `part` (`session_id`,`feed_revision`) WHERE "feed_revision" is not null;--> statement-breakpoint
CREATE TABLE `project` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `project_alias` (
	`alias` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `project_alias_project` ON `project_alias` (`project_id`);--> statement-breakpoint
CREATE TABLE `batch` (
	`session_id` text NOT NULL,
	`id` text NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`id`, `session_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `session` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`project_id` text NOT NULL,
	`parent_id` text,
	`state` text NOT NULL,
	`revision` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`listed_at` integer,
	`shard` integer NOT NULL,
	`sequence` integer NOT NULL,
	`fed_at` integer,
	`last_batch` text NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`reasoning_tokens` integer NOT NULL,
	`cache_read_tokens` integer NOT NULL,
	`cache_write_tokens` integer NOT NULL,
	`cost_nanos` integer NOT NULL,
	`message_count` integer NOT NULL,
	`first_revision` integer NOT NULL,
	`fields_revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer,
	`deleted_at` integer,
	`deletion_id` text,
	`title_source` text NOT NULL,
	`author_user` text,
	`author_host` text,
	`agent` text,
	`directory` text NOT NULL,
	`title` text NOT NULL,
	`model` text,
	`todos` text NOT NULL,
	`metadata` text NOT NULL,
	`marks` text NOT NULL,
	`author_labels` text NOT NULL,
	`model_labels` text NOT NULL,
	`origin_labels` text NOT NULL,
	`folder_labels` text NOT NULL,
	`mark_labels` text NOT NULL,
	`settled_by` text,
	`labelled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_id` ON `session` (`id`);--> statement-breakpoint
CREATE INDEX `session_id_in_project` ON `session` (`project_id`,`id`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_list` ON `session` (`project_id`,`state`,`listed_at`,`id`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_children` ON `session` (`project_id`,`state`,`parent_id`,`listed_at`,`id`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_list_all` ON `session` (`state`,`listed_at`,`id`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_feed` ON `session` (`project_id`,`shard`,`fed_at`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_feed_all` ON `session` (`shard`,`fed_at`) WHERE "listed_at" is not null;--> statement-breakpoint
CREATE INDEX `session_hot` ON `session` (`project_id`) WHERE "listed_at" is null;--> statement-breakpoint
CREATE INDEX `session_parent` ON `session` (`parent_id`) WHERE "parent_id" is not null;--> statement-breakpoint
CREATE TABLE `session_label` (
	`scope` text NOT NULL,
	`label` text NOT NULL,
	`state` text NOT NULL,
	`listed_at` integer NOT NULL,
	`session_id` text NOT NULL,
	PRIMARY KEY(`scope`, `label`, `state`, `listed_at`, `session_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `session_usage` (
	`session_id` text NOT NULL,
	`project_id` text NOT NULL,
	`state` text NOT NULL,
	`day` integer NOT NULL,
	`author` text NOT NULL,
	`model` text NOT NULL,
	`sessions` integer NOT NULL,
	`messages` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`reasoning_tokens` integer NOT NULL,
	`cache_read_tokens` integer NOT NULL,
	`cache_write_tokens` integer NOT NULL,
	`cost_nanos` integer NOT NULL,
	PRIMARY KEY(`session_id`, `state`, `day`, `author`, `model`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tombstone` (
	`session_id` text NOT NULL,
	`revision` integer NOT NULL,
	`type` text NOT NULL,
	`message_id` text,
	`part_id` text,
	`path` text,
	`version` integer,
	PRIMARY KEY(`session_id`, `revision`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_total` (
	`scope` text NOT NULL,
	`state` text NOT NULL,
	`day` integer NOT NULL,
	`author` text NOT NULL,
	`model` text NOT NULL,
	`sessions` integer NOT NULL,
	`messages` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`reasoning_tokens` integer NOT NULL,
	`cache_read_tokens` integer NOT NULL,
	`cache_write_tokens` integer NOT NULL,
	`cost_nanos` integer NOT NULL,
	PRIMARY KEY(`scope`, `state`, `day`, `author`, `model`)
) WITHOUT ROWID;
