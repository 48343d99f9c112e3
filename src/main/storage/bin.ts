#!/usr/bin/env node
import { runOnTerminal } from './cli/process-terminal';

// The package's command `dgx-music-monitor-db`.
process.exitCode = await runOnTerminal(process.argv.slice(2));
