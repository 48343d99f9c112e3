/** What the last check of the audio found, a row each. */
export const findingsTable = 'audio_findings';
