DROP TABLE `generation_attempts`;
