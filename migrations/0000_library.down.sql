DROP TABLE IF EXISTS `prompts`;
--> statement-breakpoint
DROP TABLE IF EXISTS `generations`;
--> statement-breakpoint
DROP TABLE IF EXISTS `alembic_version`;
