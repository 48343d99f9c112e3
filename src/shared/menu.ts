/** What the native menu asks the window to do. */
export const menuCommands = [
  'show-generations',
  'show-prompts',
  'show-settings',
  'search',
  'palette',
  'export',
  'backup',
  'retry',
  'edit-and-run',
  'cancel-jobs',
  'give-up',
  'delete',
  'delete-with-audio',
  'compare',
  'audition',
  'toggle-details',
  'shortcuts',
] as const;
export type MenuCommand = (typeof menuCommands)[number];
