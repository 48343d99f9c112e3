CREATE TABLE `comparison_votes` (
	`id` integer PRIMARY KEY NOT NULL,
	`comparison_id` VARCHAR NOT NULL,
	`voted_at` DATETIME NOT NULL,
	`winner_id` VARCHAR NOT NULL,
	`loser_id` VARCHAR NOT NULL,
	`blind` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `idx_comparison_votes_comparison` ON `comparison_votes` (`comparison_id`,`loser_id`);--> statement-breakpoint
CREATE INDEX `idx_comparison_votes_winner` ON `comparison_votes` (`winner_id`);--> statement-breakpoint
CREATE INDEX `idx_comparison_votes_loser` ON `comparison_votes` (`loser_id`);--> statement-breakpoint
CREATE TABLE `generation_judgements` (
	`generation_id` VARCHAR PRIMARY KEY NOT NULL,
	`heard_at` DATETIME,
	`rating` integer,
	`starred` integer NOT NULL,
	`rejected` integer NOT NULL,
	`tags` text,
	`note` text,
	`updated_at` DATETIME NOT NULL
) WITHOUT ROWID;
