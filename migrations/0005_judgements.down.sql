DROP TABLE `generation_judgements`;
--> statement-breakpoint
DROP TABLE `comparison_votes`;
