DROP INDEX `idx_monitor_model_name`;
--> statement-breakpoint
DROP INDEX `idx_monitor_status`;
