DROP TABLE IF EXISTS `taken_over`;
--> statement-breakpoint
DROP TABLE IF EXISTS `library_file`;
--> statement-breakpoint
DROP TABLE IF EXISTS `audio_findings`;
--> statement-breakpoint
DROP TABLE IF EXISTS `audio_check`;
--> statement-breakpoint
DROP TABLE IF EXISTS `comparison_votes`;
--> statement-breakpoint
DROP TABLE IF EXISTS `generation_judgements`;
--> statement-breakpoint
DROP TABLE IF EXISTS `generation_attempts`;
