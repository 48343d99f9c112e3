import type { LibraryInfo } from '../../../shared/library';
import type { MenuCommand } from '../../../shared/menu';
import { newestFirst } from '../../../shared/query';
import { tell } from '../../base/messages';
import { getPreferences, setPreferences } from '../../base/preferences';
import { navigate, type Screen } from '../../base/route';
import { createStore } from '../../base/store';
import { startAudition } from '../../features/audition/audition';
import { compareSelection } from '../../features/compare/compare-choice';
import { openExport } from '../../features/export/export-store';
import {
  cancelChosen,
  deleteChosen,
  deleteChosenWithAudio,
  editAndRunChosen,
  giveUpChosen,
} from '../../features/generations/chosen';
import { resetColumns } from '../../features/generations/use-columns';
import { judgeChosen, toggleChosen } from '../../features/judgements/judge';
import { askForTags } from '../../features/judgements/tagging';
import {
  backUpLibrary,
  chooseLibrary,
  closeLibrary,
  createLibrary,
  reopenLibrary,
} from '../../features/library/library-actions';
import { openNewGeneration } from '../../features/new-generation/new-generation';
import { showModels } from '../../features/prompts/standings-view';
import { closeDetails, cursorStore, openDetails } from '../../model/cursor';
import { retryGenerations, retrySelection } from '../../model/jobs/retry';
import { nothingSelected, selectAll, selectionStore } from '../../model/selection';
import {
  clearFilters,
  currentView,
  parseState,
  setGrouped,
  showOnly,
  showState,
} from '../../model/view';

/** Something that can be asked for by its name. */
export type Command = Readonly<{
  id: string;
  /** Groups commands in the palette. */
  group: string;
  label: string;
  /** As shown: `Ctrl+K`. */
  keys?: string;
  run: () => unknown;
}>;

/** Which of the two dialogs is open. */
export const dialogStore = createStore<'palette' | 'shortcuts' | null>(null);
export const openPalette = (): void => dialogStore.set('palette');
export const openShortcuts = (): void => dialogStore.set('shortcuts');
export const closeDialog = (): void => dialogStore.set(null);

const show = (screen: Screen) => () => navigate({ screen, params: '' });

export const focusSearch = (): void => {
  const input = document.querySelector<HTMLInputElement>('input[type="search"]');
  input?.focus();
  input?.select();
};

const toggleDetails = (): void => {
  if (cursorStore.get().detailsOpen) closeDetails();
  else openDetails();
};

/** Retries what is selected, or else the generation one is on. */
const retryChosen = (): void => {
  const selection = selectionStore.get();
  const { id } = cursorStore.get();
  if (selection.all || selection.ids.size > 0) void retrySelection(currentView(), selection);
  else if (id !== null) void retryGenerations([id]);
};

const compareChosen = (): void => void compareSelection(currentView(), selectionStore.get());

const retryAllFailed = (): void =>
  void retrySelection(
    { filter: { statuses: ['failed'] }, sort: newestFirst },
    { ...nothingSelected, all: true },
  );

const copyDiagnostics = async (): Promise<void> => {
  await window.monitor.program.copyDiagnostics();
  tell('Diagnostics are on the clipboard.');
};

const filterBy = (status: string): Command => ({
  id: `filter-${status}`,
  group: 'Filter',
  label: `Show ${status} generations`,
  run: () => showOnly({ statuses: [status] }),
});

/** Everything that the palette offers for a library. */
export const commandsFor = (library: LibraryInfo): readonly Command[] => {
  const changes: readonly Command[] =
    library.readOnlyReason !== null
      ? []
      : [
          {
            id: 'new',
            group: 'Generations',
            label: 'New generation…',
            keys: 'N',
            run: () => openNewGeneration(),
          },
          { id: 'retry', group: 'Generations', label: 'Retry', keys: 'R', run: retryChosen },
          {
            id: 'retry-all',
            group: 'Generations',
            label: 'Retry all failed generations',
            run: retryAllFailed,
          },
          {
            id: 'edit-and-run',
            group: 'Generations',
            label: 'Edit and run again…',
            run: editAndRunChosen,
          },
          { id: 'cancel-jobs', group: 'Generations', label: 'Cancel jobs', run: cancelChosen },
          { id: 'give-up', group: 'Generations', label: 'Mark as failed', run: giveUpChosen },
          { id: 'delete', group: 'Generations', label: 'Delete', keys: 'Del', run: deleteChosen },
          {
            id: 'delete-with-audio',
            group: 'Generations',
            label: 'Delete with audio…',
            run: deleteChosenWithAudio,
          },
        ];
  const judging: readonly Command[] = [
    ...[5, 4, 3, 2, 1].map(
      (rating): Command => ({
        id: `rate-${rating}`,
        group: 'Judgement',
        label: `Rate ${rating} of 5`,
        keys: String(rating),
        run: () => judgeChosen({ rating }),
      }),
    ),
    {
      id: 'unrate',
      group: 'Judgement',
      label: 'Take the rating away',
      keys: '0',
      run: () => judgeChosen({ rating: null }),
    },
    {
      id: 'star',
      group: 'Judgement',
      label: 'Star or unstar',
      keys: 'S',
      run: () => toggleChosen('starred'),
    },
    {
      id: 'reject',
      group: 'Judgement',
      label: 'Reject or keep',
      keys: 'Shift+X',
      run: () => toggleChosen('rejected'),
    },
    { id: 'tag', group: 'Judgement', label: 'Tag…', run: askForTags },
  ];
  const { density, times, savedViews } = getPreferences();
  return [
    {
      id: 'generations',
      group: 'Go to',
      label: 'Generations',
      keys: 'Ctrl+1',
      run: show('generations'),
    },
    { id: 'prompts', group: 'Go to', label: 'Prompts', keys: 'Ctrl+2', run: show('prompts') },
    { id: 'models', group: 'Go to', label: 'Models', run: showModels },
    { id: 'check', group: 'Go to', label: 'Audio check', run: show('check') },
    { id: 'settings', group: 'Go to', label: 'Settings', keys: 'Ctrl+,', run: show('settings') },
    { id: 'back', group: 'Go to', label: 'Back', keys: 'Alt+←', run: () => window.history.back() },
    {
      id: 'forward',
      group: 'Go to',
      label: 'Forward',
      keys: 'Alt+→',
      run: () => window.history.forward(),
    },
    ...changes,
    { id: 'search', group: 'Generations', label: 'Search', keys: '/', run: focusSearch },
    {
      id: 'details',
      group: 'Generations',
      label: 'Show or hide details',
      keys: 'Enter',
      run: toggleDetails,
    },
    {
      id: 'select-all',
      group: 'Generations',
      label: 'Select all matches',
      keys: 'Ctrl+A',
      run: selectAll,
    },
    {
      id: 'compare',
      group: 'Generations',
      label: 'Compare the selected takes',
      keys: 'C',
      run: compareChosen,
    },
    {
      id: 'export',
      group: 'Generations',
      label: 'Export the matches…',
      keys: 'Ctrl+E',
      run: openExport,
    },
    {
      id: 'audition',
      group: 'Judgement',
      label: 'Audition the unheard takes',
      keys: 'A',
      run: startAudition,
    },
    ...judging,
    ...['pending', 'processing', 'completed', 'failed'].map(filterBy),
    {
      id: 'filter-unheard',
      group: 'Filter',
      label: 'Show unheard takes',
      run: () => showOnly({ statuses: ['completed'], heard: false }),
    },
    {
      id: 'filter-starred',
      group: 'Filter',
      label: 'Show starred takes',
      run: () => showOnly({ starred: true }),
    },
    {
      id: 'failures',
      group: 'Filter',
      label: 'Show failures by error',
      run: () => {
        showOnly({ statuses: ['failed'] });
        setGrouped(true);
      },
    },
    { id: 'clear', group: 'Filter', label: 'Clear filters', run: clearFilters },
    ...savedViews.map(
      (view): Command => ({
        id: `view-${view.name}`,
        group: 'Saved views',
        label: view.name,
        run: () => showState(parseState(view.params)),
      }),
    ),
    {
      id: 'density',
      group: 'View',
      label: density === 'compact' ? 'Comfortable rows' : 'Compact rows',
      run: () => setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' }),
    },
    {
      id: 'times',
      group: 'View',
      label: times === 'relative' ? 'Dates and times' : 'Relative times',
      run: () => setPreferences({ times: times === 'relative' ? 'absolute' : 'relative' }),
    },
    {
      id: 'overview',
      group: 'View',
      label: getPreferences().overview ? 'Hide the overview' : 'Show the overview',
      run: () => setPreferences({ overview: !getPreferences().overview }),
    },
    { id: 'columns', group: 'View', label: 'Reset columns', run: resetColumns },
    { id: 'open', group: 'Library', label: 'Open library…', keys: 'Ctrl+O', run: chooseLibrary },
    {
      id: 'create',
      group: 'Library',
      label: 'New empty library…',
      keys: 'Ctrl+Shift+N',
      run: createLibrary,
    },
    { id: 'backup', group: 'Library', label: 'Back up library', run: backUpLibrary },
    { id: 'reopen', group: 'Library', label: 'Open this library again', run: reopenLibrary },
    { id: 'close', group: 'Library', label: 'Close library', run: closeLibrary },
    { id: 'shortcuts', group: 'Help', label: 'Keyboard shortcuts', keys: '?', run: openShortcuts },
    {
      id: 'show-logs',
      group: 'Help',
      label: 'Show logs',
      run: () => window.monitor.program.showLogs(),
    },
    { id: 'copy-diagnostics', group: 'Help', label: 'Copy diagnostics', run: copyDiagnostics },
  ];
};

/** What a choice in the native menu does. Export listens for itself. */
export const menuActions: Readonly<Record<MenuCommand, () => void>> = {
  'show-generations': show('generations'),
  'show-prompts': show('prompts'),
  'show-settings': show('settings'),
  search: focusSearch,
  palette: openPalette,
  export: openExport,
  backup: () => void backUpLibrary(),
  retry: retryChosen,
  'edit-and-run': () => void editAndRunChosen(),
  'cancel-jobs': () => void cancelChosen(),
  'give-up': () => void giveUpChosen(),
  delete: () => void deleteChosen(),
  'delete-with-audio': () => void deleteChosenWithAudio(),
  compare: compareChosen,
  audition: startAudition,
  'toggle-details': toggleDetails,
  shortcuts: openShortcuts,
};

/** Commands that fit what was typed: each word of it must occur. */
export const matching = (commands: readonly Command[], typed: string): readonly Command[] => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ group, label }) => {
    const text = `${group} ${label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
