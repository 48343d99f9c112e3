DROP INDEX IF EXISTS `idx_monitor_prompt`;
