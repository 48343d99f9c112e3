DROP INDEX `idx_monitor_prompt`;
--> statement-breakpoint
CREATE INDEX `idx_monitor_prompt` ON `generations` (`prompt`,`created_at`,`status`,`generation_time_seconds`,`duration_seconds`);
