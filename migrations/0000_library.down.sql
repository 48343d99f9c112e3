DROP TABLE `prompts`;
--> statement-breakpoint
DROP TABLE `generations`;
--> statement-breakpoint
DROP TABLE `alembic_version`;
