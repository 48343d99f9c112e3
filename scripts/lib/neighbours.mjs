// @ts-check
import { existsSync } from 'node:fs';
import { say } from './progress.mjs';
import { runCaptured } from './run.mjs';
import { aptInstall, canInstall } from './system-packages.mjs';

/** A Python with SQLAlchemy and Alembic, the programs that share libraries with us. */
const neighbourPython = () => process.env.PYTHON ?? '/usr/bin/python3';

/** What Debian calls them. */
const packages = ['python3-sqlalchemy', 'python3-alembic'];

/** Installs them where that is possible; elsewhere says what is not tried without them. */
export async function prepareNeighbours() {
  if (await hasNeighbours()) return;
  if (canInstall()) {
    try {
      await aptInstall('Installing SQLAlchemy and Alembic, neighbours in a library', packages);
    } catch {
      // Said below.
    }
    if (await hasNeighbours()) return;
  }
  say(
    `Without SQLAlchemy and Alembic what they do to a library is not tried (${packages.join(', ')}, or PYTHON).`,
  );
}

/** @returns {Promise<boolean>} */
async function hasNeighbours() {
  const python = neighbourPython();
  if (!existsSync(python)) return false;
  return (await runCaptured(python, ['-c', 'import sqlalchemy, alembic'])).ok;
}
