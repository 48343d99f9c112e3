// @ts-check
// Prepares the machine if needed, builds if needed, opens the window: `npm start -- --library <file>`.
import { build } from './lib/build.mjs';
import { startVirtualDisplay } from './lib/display.mjs';
import { launch } from './lib/launch.mjs';
import { prepare } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';
import { say } from './lib/progress.mjs';
import { answerWithoutWindow, resolveStartArguments } from './lib/start-arguments.mjs';
import { lacksDisplay } from './lib/system-packages.mjs';

await runCommand(async () => {
  const answer = answerWithoutWindow(process.argv.slice(2));
  if (answer !== undefined) {
    process.stdout.write(answer);
    return;
  }
  const folder = process.env.INIT_CWD ?? process.cwd();
  const electron = await prepare();
  await build(electron);
  const virtual = lacksDisplay();
  if (virtual)
    say('No display here: the window opens on a virtual one (Xvfb), where nobody sees it.');
  const display = virtual ? await startVirtualDisplay() : undefined;
  // Set by some editors' terminals, it would make Electron a plain Node.js.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  try {
    return await launch({
      electron: electron.path,
      args: resolveStartArguments(process.argv.slice(2), folder),
      cwd: folder,
      env: { ...env, ...display?.env },
      filterNoise: virtual || electron.source === 'fallback',
    });
  } finally {
    display?.stop();
  }
});
