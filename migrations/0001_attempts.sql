CREATE TABLE `generation_attempts` (
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
CREATE UNIQUE INDEX `idx_generation_attempts_generation` ON `generation_attempts` (`generation_id`,`attempt`);