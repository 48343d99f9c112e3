CREATE TABLE IF NOT EXISTS `audio_check` (
	`one` integer PRIMARY KEY NOT NULL,
	`phase` text NOT NULL,
	`after` text NOT NULL,
	`checked` integer NOT NULL,
	`total` integer NOT NULL,
	`ended_at` DATETIME NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `audio_findings` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`generation_id` VARCHAR,
	`title` text NOT NULL,
	`message` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS `idx_audio_findings_kind` ON `audio_findings` (`kind`,`generation_id`);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `comparison_votes` (
	`id` integer PRIMARY KEY NOT NULL,
	`comparison_id` VARCHAR NOT NULL,
	`voted_at` DATETIME NOT NULL,
	`winner_id` VARCHAR NOT NULL,
	`loser_id` VARCHAR NOT NULL,
	`blind` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS `idx_comparison_votes_comparison` ON `comparison_votes` (`comparison_id`,`loser_id`);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS `idx_comparison_votes_winner` ON `comparison_votes` (`winner_id`);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS `idx_comparison_votes_loser` ON `comparison_votes` (`loser_id`);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `generation_attempts` (
	`id` integer PRIMARY KEY NOT NULL,
	`generation_id` VARCHAR NOT NULL,
	`attempt` integer NOT NULL,
	`status` VARCHAR NOT NULL,
	`completed_at` BLOB,
	`generation_time_seconds` BLOB,
	`file_size_bytes` BLOB,
	`error_message` BLOB,
	`retried_at` DATETIME NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS `idx_generation_attempts_generation` ON `generation_attempts` (`generation_id`,`attempt`);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `generation_judgements` (
	`generation_id` VARCHAR PRIMARY KEY NOT NULL,
	`heard_at` DATETIME,
	`rating` integer,
	`starred` integer NOT NULL,
	`rejected` integer NOT NULL,
	`tags` text,
	`note` text,
	`updated_at` DATETIME NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `library_file` (
	`one` integer PRIMARY KEY NOT NULL,
	`identity` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `taken_over` (
	`table_name` text NOT NULL,
	`key` text NOT NULL,
	PRIMARY KEY(`table_name`, `key`)
) WITHOUT ROWID;
