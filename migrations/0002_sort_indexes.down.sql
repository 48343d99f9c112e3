DROP INDEX IF EXISTS `idx_monitor_file_size`;
--> statement-breakpoint
DROP INDEX IF EXISTS `idx_monitor_time_taken`;
--> statement-breakpoint
DROP INDEX IF EXISTS `idx_monitor_duration`;
