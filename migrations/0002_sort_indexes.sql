CREATE INDEX `idx_monitor_duration` ON `generations` (`duration_seconds`,`created_at`,0);--> statement-breakpoint
CREATE INDEX `idx_monitor_time_taken` ON `generations` (`generation_time_seconds`,`created_at`,0);--> statement-breakpoint
CREATE INDEX `idx_monitor_file_size` ON `generations` (`file_size_bytes`,`created_at`,0);