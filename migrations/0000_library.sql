CREATE TABLE `alembic_version` (
	`version_num` VARCHAR(32) PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `generations` (
	`id` VARCHAR PRIMARY KEY NOT NULL,
	`prompt` text NOT NULL,
	`model_name` VARCHAR NOT NULL,
	`model_version` VARCHAR,
	`duration_seconds` FLOAT NOT NULL,
	`sample_rate` integer NOT NULL,
	`channels` integer NOT NULL,
	`file_path` VARCHAR NOT NULL,
	`file_size_bytes` integer,
	`status` VARCHAR NOT NULL,
	`created_at` DATETIME NOT NULL,
	`completed_at` DATETIME,
	`generation_time_seconds` FLOAT,
	`error_message` text,
	`metadata` text
);
--> statement-breakpoint
CREATE INDEX `idx_generations_status` ON `generations` (`status`);--> statement-breakpoint
CREATE INDEX `idx_generations_created_at` ON `generations` (`created_at`);--> statement-breakpoint
CREATE INDEX `idx_generations_model_name` ON `generations` (`model_name`);--> statement-breakpoint
CREATE INDEX `idx_generations_completed_at` ON `generations` (`completed_at`);--> statement-breakpoint
CREATE TABLE `prompts` (
	`id` integer PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`used_count` integer NOT NULL,
	`first_used_at` DATETIME NOT NULL,
	`last_used_at` DATETIME NOT NULL,
	UNIQUE (`text`)
);
--> statement-breakpoint
CREATE INDEX `idx_prompts_text` ON `prompts` (`text`);--> statement-breakpoint
INSERT INTO `alembic_version` (`version_num`) VALUES ('001');
