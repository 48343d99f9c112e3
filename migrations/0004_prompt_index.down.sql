DROP INDEX `idx_monitor_prompt`;
