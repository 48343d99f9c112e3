import { app } from 'electron';
import { runOnTerminal } from './storage/cli/process-terminal';

// Where the packaged program starts. Its launcher (packaging/launcher.sh) puts `--db --` before the
// arguments of `dgx-music-monitor db …`, which needs no window, no display and no sandbox for pages.

const at = process.argv.indexOf('--db');
if (at === -1) {
  app.setAboutPanelOptions({
    applicationName: 'DGX Music Monitor',
    applicationVersion: app.getVersion(),
    copyright: app.getVersion().endsWith('-dev')
      ? `A development build with Electron ${process.versions.electron}, which is out of support. For tests only.`
      : 'MIT License',
  });
  await import('./index');
} else {
  const code = await runOnTerminal(process.argv.slice(at + 2));
  // Whoever reads gets all of it: the process would end before a pipe is empty.
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise((resolve) => stream.write('', resolve)),
    ),
  );
  process.exit(code);
}
