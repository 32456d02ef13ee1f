#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import packageJson from '../package.json' with { type: 'json' };

// Compiled code is kept between runs: most of the start-up time would go into compiling it again.
enableCompileCache();
// Scripts ask for the version often, and nothing else has to be loaded to answer.
if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${packageJson.version}\n`);
} else {
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv);
}
