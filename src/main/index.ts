import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, nativeTheme, session, shell } from 'electron';
import { declareAppProtocol, serveApp } from './app-protocol';
import { createAttention } from './attention';
import { createAudioLibrary } from './audio/audio-library';
import { serveAudio } from './audio/serve-audio';
import { createAudioActions } from './audio-actions';
import { createAudioCheck } from './audio-check';
import { createAudioHost } from './audio-host';
import createAudioWorker from './audio-worker?nodeWorker';
import {
  absoluteLocation,
  libraryOf,
  ownArguments,
  parseCommandLine,
  wishOf,
} from './command-line';
import { deleteWithAudio } from './delete-with-audio';
import { desktopOf } from './desktop';
import type { Ask } from './dialogs';
import { createExportActions } from './export-actions';
import { hardenEveryPage, hardenSession } from './hardening';
import { emit, type MainHandlers, serveWindow } from './ipc';
import { createLibraryActions } from './library-actions';
import { createLibrarySession } from './library-session';
import { libraryFacts } from './log/diagnostics';
import { openLog } from './log/log';
import { loggedStorage } from './log/logged-storage';
import { describeError } from './log/redact';
import { watchStalls } from './log/stalls';
import { installMenu, type MenuActions } from './menu';
import { createProgramActions } from './program-actions';
import { createSampleRunner } from './sample-runner';
import { writeScreenshot } from './screenshot';
import { createServiceSession } from './service/service-session';
import { createServiceActions } from './service-actions';
import { openSettings } from './settings';
import { createSettingsActions } from './settings-actions';
import { startStorage } from './storage-host';
import createStorageWorker from './storage-worker?nodeWorker';
import { createUpdateNotice } from './updates';
import { openWindow, placeOf } from './window';

// Puts the parts together: who owns what is in ARCHITECTURE.md.

const commandLine = parseCommandLine(
  ownArguments(process.argv, process.defaultApp ? app.getAppPath() : null),
);
const screenshotFile = commandLine.screenshot && resolve(commandLine.screenshot);
/** How long a picture may take before it counts as failed, milliseconds. */
const screenshotPatience = 30_000;

app.setName('DGX Music Monitor');
const dataFolder =
  process.env.DGX_MUSIC_MONITOR_DATA || join(app.getPath('appData'), 'dgx-music-monitor');
mkdirSync(dataFolder, { recursive: true });
app.setPath('userData', dataFolder);
app.setPath('sessionData', join(dataFolder, 'session'));
// Root cannot have Chromium's sandbox and starts us with --no-sandbox, which this call would undo.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Sound is mixed in this process: one for it alone holds 60 MB and keeps the first click waiting. What
// comes here is samples; files are decoded in the sandboxed page.
switchOff('AudioServiceOutOfProcess');
declareAppProtocol();
hardenEveryPage();

// A picture is taken beside whatever else runs; otherwise the first instance gets the wish.
const wanted = commandLine.library;
if (!screenshotFile && !app.requestSingleInstanceLock(wishOf(wanted))) {
  app.exit(0);
} else {
  start();
}

function start(): void {
  const log = openLog(join(dataFolder, 'logs'), { verbose: commandLine.verbose });
  const stalls = watchStalls((ms) => log.write('warn', 'main process stood still', { ms }));
  log.write('info', 'started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: `${process.platform} ${process.arch}`,
    packaged: app.isPackaged,
  });
  const settings = openSettings(join(dataFolder, 'settings.json'));
  nativeTheme.themeSource = settings.get().settings.theme;
  let window: BrowserWindow | null = null;
  const page = () => window?.webContents ?? null;

  /** Whether the window was hidden or minimized. What changes before it shows itself concerns it. */
  let away = false;

  const threads = startStorage(
    (role) => {
      const { stalledAfter } = settings.get().settings;
      return createStorageWorker({ workerData: { dataFolder, role, stalledAfter } });
    },
    {
      changed: () => {
        if (!away) emit(page(), 'library.changed', null);
        service.libraryChanged();
        attention.changed();
      },
      lost: (error) => {
        log.write('warn', 'library lost', { code: error.code });
        library.lost(error);
      },
      fault: (call, error) => log.write('error', 'internal error', { call, ...error }),
      exporting: (done, total) => emit(page(), 'export.progress', { done, total }),
    },
  );
  const storage = loggedStorage(threads, log);
  const attention = createAttention(
    (since) => storage.call('outcomesSince', { since }),
    desktopOf(
      () => window,
      () => settings.get().settings.notifications,
    ),
  );
  const sample = createSampleRunner(join(realpathSync(dataFolder), 'sample'));
  const library = createLibrarySession(storage, settings, sample, (state) => {
    emit(page(), 'library.state', state);
    log.write('info', 'library', libraryFacts(state));
    showMenu();
    service.libraryIs(state.phase === 'open' ? state.library : null);
    if (state.phase !== 'opening') attention.reset();
  });
  const service = createServiceSession({
    storage,
    folder: join(dataFolder, 'services'),
    addressOf: ({ id }) => settings.get().services[id] ?? null,
    // The sample has a worker of its own.
    environmentFor: ({ path }) =>
      (path === sample.path ? '' : process.env.DGX_MUSIC_API_URL) || null,
    onState: (state) => emit(page(), 'service.state', state),
    tell: (text) => emit(page(), 'program.told', text),
    changed: () => emit(page(), 'library.changed', null),
  });
  const audioThread = createAudioHost(() => createAudioWorker({ workerData: { dataFolder } }));
  const outputFolders = () => settings.get().outputFolders;
  const audio = createAudioLibrary(storage, audioThread, outputFolders);
  const check = createAudioCheck({
    storage,
    // A thread of its own: what plays does not wait for it.
    thread: createAudioHost(() => createAudioWorker({ workerData: { dataFolder } })),
    outputFolders,
    progress: (state) => emit(page(), 'check.progress', state),
  });
  const ask: Ask = async (dialog) => (window ? dialog(window) : null);
  const program = createProgramActions(log, library.state);
  const libraryActions = createLibraryActions(library, settings, ask);

  const menuActions: MenuActions = {
    chooseLibrary: () => void libraryActions.choose(),
    createLibrary: () => void libraryActions.create(),
    openRecent: (id) => void library.openRecent(id),
    closeLibrary: () => void library.close(),
    showLogs: () => void program['program.showLogs'](undefined),
    copyDiagnostics: () => {
      void program['program.copyDiagnostics'](undefined);
      emit(page(), 'program.told', 'Diagnostics are on the clipboard.');
    },
    command: (command) => emit(page(), 'menu.command', command),
  };
  const showMenu = () => {
    if (app.isReady()) {
      installMenu(menuActions, settings.get().recent, library.state().phase === 'open');
    }
  };

  // What was wrong with the file is told even where it could be written again since.
  const unread = settings.problem();
  const tellSettingsProblem = () => {
    const problem = settings.problem() ?? unread;
    if (!problem) return;
    log.write('warn', 'settings', { code: problem.code });
    emit(page(), 'program.told', `${problem.message} ${problem.hint ?? ''}`.trim());
  };

  const tellUpdate = createUpdateNotice(
    process.env.DGX_MUSIC_MONITOR_UPDATES,
    { version: app.getVersion(), arch: process.arch },
    (text) => emit(page(), 'program.told', text),
  );

  const handlers: MainHandlers = {
    ...libraryActions.handlers,
    ...createExportActions(storage, ask),
    ...createSettingsActions(settings, ask, async ({ theme, stalledAfter }) => {
      nativeTheme.themeSource = theme;
      await storage.call('setStalledAfter', stalledAfter);
      emit(page(), 'library.changed', null);
    }),
    ...program,
    ...createServiceActions(service, library, settings),
    'check.state': () => check.state(),
    'check.start': ({ resume }) => check.start(resume),
    'check.stop': () => {
      check.stop();
      return null;
    },
    ...createAudioActions({ audio, storage, page, ask }),
    'generations.deleteWithAudio': ({ ids }) =>
      deleteWithAudio(
        { storage, locate: audio.locate, trash: (path) => shell.trashItem(path) },
        ids,
      ),
    'window.painted': () => {
      // For `npm run bench`: how long it took from the creation of the process.
      if (process.env.DGX_MUSIC_MONITOR_TIMING) {
        console.log(`painted ${Date.now() - (process.getCreationTime() ?? Number.NaN)}`);
      }
      if (screenshotFile && window) void takePicture(window, screenshotFile);
      tellSettingsProblem();
      void tellUpdate();
      return null;
    },
  };
  serveWindow(page, storage, handlers, {
    asked: stalls.working,
    failed: (operation, thrown) =>
      log.write('error', 'internal error', {
        call: operation,
        ...describeError(thrown, [app.getAppPath()]),
      }),
  });
  // Before the window is there: it then finds the library open.
  const first = wanted ?? process.env.DATABASE_URL ?? settings.get().recent[0]?.path;
  if (commandLine.demo) void library.openSample();
  else if (first) void library.open(absoluteLocation(first));

  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const other = libraryOf(data);
    if (other !== null) void library.open(other);
  });
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    // What was judged with the last key is still written.
    event.preventDefault();
    sample.stop();
    stalls.stop();
    void Promise.all([storage.stop(), log.flush()]).finally(() => {
      stopped = true;
      // SQLite in an endless trigger would keep the process, and its lock on the library.
      if (storage.stuck()) process.kill(process.pid, 'SIGKILL');
      app.quit();
    });
  });

  void app.whenReady().then(() => {
    hardenSession(session.defaultSession);
    serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'), (request) =>
      serveAudio(request, audio.open),
    );
    const opened = openWindow(settings.get().window);
    window = opened;
    // While its page is on its way.
    showMenu();
    opened.on('close', () =>
      settings.update((all) => ({ ...all, window: { ...all.window, ...placeOf(opened) } })),
    );
    // What still comes in while the application quits has no window to turn to.
    opened.on('closed', () => {
      window = null;
    });
    // Nobody sees it: notifications are all that needs looking for, and they can wait.
    const watch = () => {
      const before = away;
      away = !opened.isVisible() || opened.isMinimized();
      if (away !== before) void storage.call('watch', { seen: !away }).catch(() => {});
    };
    opened.on('hide', watch);
    opened.on('minimize', watch);
    opened.on('show', watch);
    opened.on('restore', watch);
    opened.on('focus', attention.looked);
    opened.webContents.on('render-process-gone', (_event, { reason, exitCode }) =>
      log.write('error', 'page ended', { reason, exitCode }),
    );
    if (screenshotFile) setTimeout(() => quitWith('the window showed nothing'), screenshotPatience);
  });
}

/** Beside whatever features of Chromium the command line switches off. */
function switchOff(feature: string): void {
  const others = app.commandLine.getSwitchValue('disable-features');
  app.commandLine.appendSwitch('disable-features', others ? `${others},${feature}` : feature);
}

async function takePicture(window: BrowserWindow, file: string): Promise<void> {
  try {
    await writeScreenshot(window, file);
    app.exit(0);
  } catch (error) {
    quitWith(error instanceof Error ? error.message : String(error));
  }
}

function quitWith(reason: string): void {
  console.error(`No picture was written: ${reason}.`);
  app.exit(1);
}
