DROP INDEX IF EXISTS `idx_monitor_model_name`;
--> statement-breakpoint
DROP INDEX IF EXISTS `idx_monitor_status`;
