CREATE INDEX `idx_monitor_status` ON `generations` (`status`,`created_at`,0);--> statement-breakpoint
CREATE INDEX `idx_monitor_model_name` ON `generations` (`model_name`,`created_at`,0);