/** What the last check of the audio found, a row each. */
export const findingsTable = 'audio_findings';

/** Run at each opening of a companion. */
export const checkTables = `
CREATE TABLE IF NOT EXISTS audio_check (
  one INTEGER PRIMARY KEY CHECK (one = 1), phase TEXT NOT NULL, after TEXT NOT NULL,
  checked INTEGER NOT NULL, total INTEGER NOT NULL, ended_at DATETIME NOT NULL);
CREATE TABLE IF NOT EXISTS ${findingsTable} (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, generation_id VARCHAR, title TEXT NOT NULL,
  message TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS idx_audio_findings_kind ON ${findingsTable} (kind, generation_id)`;
