CREATE TABLE `change_feed` (
	`shard` bigint NOT NULL,
	`sequence` bigint NOT NULL,
	CONSTRAINT `change_feed_shard` PRIMARY KEY(`shard`)
);
--> statement-breakpoint
CREATE TABLE `departed_session` (
	`session_id` varbinary(191) NOT NULL,
	`project_id` varbinary(191) NOT NULL,
	`revision` bigint NOT NULL,
	`shard` bigint NOT NULL,
	`sequence` bigint NOT NULL,
	CONSTRAINT `departed_session_key` PRIMARY KEY(`session_id`,`project_id`)
);
--> statement-breakpoint
CREATE TABLE `file_version` (
	`session_id` varbinary(191) NOT NULL,
	`path` varbinary(1024) NOT NULL,
	`version` bigint NOT NULL,
	`content` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`revision` bigint NOT NULL,
	CONSTRAINT `file_version_key` PRIMARY KEY(`session_id`,`path`,`version`)
);
--> statement-breakpoint
CREATE TABLE `message` (
	`session_id` varbinary(191) NOT NULL,
	`id` varbinary(191) NOT NULL,
	`role` varbinary(191) NOT NULL,
	`parent_id` varbinary(191),
	`agent` varbinary(191),
	`model` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`model_name` varbinary(191),
	`input_tokens` bigint,
	`output_tokens` bigint,
	`reasoning_tokens` bigint,
	`cache_read_tokens` bigint,
	`cache_write_tokens` bigint,
	`cost` double,
	`cost_nanos` bigint,
	`error` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`author_user` varbinary(191),
	`author_host` varbinary(191),
	`metadata` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	`completed_at` bigint,
	`position` bigint NOT NULL,
	`revision` bigint NOT NULL,
	CONSTRAINT `message_key` PRIMARY KEY(`session_id`,`id`)
);
--> statement-breakpoint
CREATE TABLE `part` (
	`number` bigint AUTO_INCREMENT NOT NULL,
	`session_id` varbinary(191) NOT NULL,
	`message_id` varbinary(191) NOT NULL,
	`id` varbinary(191) NOT NULL,
	`type` varbinary(191) NOT NULL,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	`position` bigint NOT NULL,
	`revision` bigint NOT NULL,
	`feed_revision` bigint,
	`data` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	CONSTRAINT `part_key` PRIMARY KEY(`session_id`,`message_id`,`id`),
	CONSTRAINT `part_number_unique` UNIQUE(`number`)
);
--> statement-breakpoint
CREATE TABLE `project` (
	`id` varbinary(191) NOT NULL,
	`name` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `project_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `project_alias` (
	`alias` varbinary(191) NOT NULL,
	`project_id` varbinary(191) NOT NULL,
	CONSTRAINT `project_alias_alias` PRIMARY KEY(`alias`)
);
--> statement-breakpoint
CREATE TABLE `batch` (
	`session_id` varbinary(191) NOT NULL,
	`id` varbinary(191) NOT NULL,
	`revision` bigint NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `batch_key` PRIMARY KEY(`id`,`session_id`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`number` bigint AUTO_INCREMENT NOT NULL,
	`id` varbinary(191) NOT NULL,
	`project_id` varbinary(191) NOT NULL,
	`parent_id` varbinary(191),
	`state` varbinary(191) NOT NULL,
	`revision` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	`listed_at` bigint,
	`shard` bigint NOT NULL,
	`sequence` bigint NOT NULL,
	`fed_at` bigint,
	`last_batch` varbinary(191) NOT NULL,
	`input_tokens` bigint NOT NULL,
	`output_tokens` bigint NOT NULL,
	`reasoning_tokens` bigint NOT NULL,
	`cache_read_tokens` bigint NOT NULL,
	`cache_write_tokens` bigint NOT NULL,
	`cost_nanos` bigint NOT NULL,
	`message_count` bigint NOT NULL,
	`first_revision` bigint NOT NULL,
	`fields_revision` bigint NOT NULL,
	`created_at` bigint NOT NULL,
	`archived_at` bigint,
	`deleted_at` bigint,
	`deletion_id` varbinary(191),
	`title_source` varbinary(191) NOT NULL,
	`author_user` varbinary(191),
	`author_host` varbinary(191),
	`agent` varbinary(191),
	`directory` varbinary(1024) NOT NULL,
	`title` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`model` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`todos` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`metadata` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`marks` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`author_labels` varbinary(1024) NOT NULL,
	`model_labels` varbinary(1024) NOT NULL,
	`origin_labels` varbinary(1024) NOT NULL,
	`folder_labels` varbinary(1024) NOT NULL,
	`mark_labels` varbinary(1024) NOT NULL,
	`settled_by` varbinary(191),
	`labelled_at` bigint,
	CONSTRAINT `session_id` PRIMARY KEY(`id`),
	CONSTRAINT `session_number_unique` UNIQUE(`number`)
);
--> statement-breakpoint
CREATE TABLE `session_label` (
	`scope` varbinary(191) NOT NULL,
	`label` varbinary(191) NOT NULL,
	`state` varbinary(191) NOT NULL,
	`listed_at` bigint NOT NULL,
	`session_id` varbinary(191) NOT NULL,
	CONSTRAINT `session_label_key` PRIMARY KEY(`scope`,`label`,`state`,`listed_at`,`session_id`)
);
--> statement-breakpoint
CREATE TABLE `session_usage` (
	`session_id` varbinary(191) NOT NULL,
	`project_id` varbinary(191) NOT NULL,
	`state` varbinary(191) NOT NULL,
	`day` bigint NOT NULL,
	`author` varbinary(191) NOT NULL,
	`model` varbinary(191) NOT NULL,
	`sessions` bigint NOT NULL,
	`messages` bigint NOT NULL,
	`input_tokens` bigint NOT NULL,
	`output_tokens` bigint NOT NULL,
	`reasoning_tokens` bigint NOT NULL,
	`cache_read_tokens` bigint NOT NULL,
	`cache_write_tokens` bigint NOT NULL,
	`cost_nanos` bigint NOT NULL,
	CONSTRAINT `session_usage_key` PRIMARY KEY(`session_id`,`state`,`day`,`author`,`model`)
);
--> statement-breakpoint
CREATE TABLE `tombstone` (
	`session_id` varbinary(191) NOT NULL,
	`revision` bigint NOT NULL,
	`type` varbinary(191) NOT NULL,
	`message_id` varbinary(191),
	`part_id` varbinary(191),
	`path` varbinary(1024),
	`version` bigint,
	CONSTRAINT `tombstone_key` PRIMARY KEY(`session_id`,`revision`)
);
--> statement-breakpoint
CREATE TABLE `usage_total` (
	`scope` varbinary(191) NOT NULL,
	`state` varbinary(191) NOT NULL,
	`day` bigint NOT NULL,
	`author` varbinary(191) NOT NULL,
	`model` varbinary(191) NOT NULL,
	`sessions` bigint NOT NULL,
	`messages` bigint NOT NULL,
	`input_tokens` bigint NOT NULL,
	`output_tokens` bigint NOT NULL,
	`reasoning_tokens` bigint NOT NULL,
	`cache_read_tokens` bigint NOT NULL,
	`cache_write_tokens` bigint NOT NULL,
	`cost_nanos` bigint NOT NULL,
	CONSTRAINT `usage_total_key` PRIMARY KEY(`scope`,`state`,`day`,`author`,`model`)
);
--> statement-breakpoint
ALTER TABLE `part` ADD CONSTRAINT `part_message` FOREIGN KEY (`session_id`,`message_id`) REFERENCES `message`(`session_id`,`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `departed_session_feed` ON `departed_session` (`shard`,`sequence`);--> statement-breakpoint
CREATE INDEX `file_version_revision` ON `file_version` (`session_id`,`revision`);--> statement-breakpoint
CREATE INDEX `message_position` ON `message` (`session_id`,`position`);--> statement-breakpoint
CREATE INDEX `message_revision` ON `message` (`session_id`,`revision`);--> statement-breakpoint
CREATE INDEX `part_revision` ON `part` (`session_id`,`feed_revision`);--> statement-breakpoint
CREATE INDEX `project_alias_project` ON `project_alias` (`project_id`);--> statement-breakpoint
CREATE INDEX `session_id_in_project` ON `session` (`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `session_list` ON `session` (`project_id`,`state`,`listed_at`,`id`);--> statement-breakpoint
CREATE INDEX `session_children` ON `session` (`project_id`,`state`,`parent_id`,`listed_at`,`id`);--> statement-breakpoint
CREATE INDEX `session_list_all` ON `session` (`state`,`listed_at`,`id`);--> statement-breakpoint
CREATE INDEX `session_feed` ON `session` (`project_id`,`shard`,`fed_at`);--> statement-breakpoint
CREATE INDEX `session_feed_all` ON `session` (`shard`,`fed_at`);--> statement-breakpoint
CREATE INDEX `session_parent` ON `session` (`parent_id`);