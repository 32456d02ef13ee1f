#!/usr/bin/env node
import module from 'node:module';
import packageJson from '../package.json' with { type: 'json' };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// The libraries below fail on an older Node with errors that explain nothing.
const isTooOld = major < 22 || (major === 22 && minor < 19);

if (isTooOld) {
  process.stderr.write(`Waybill needs Node 22.19 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  // Scripts ask for the version often, and nothing else has to be loaded to answer.
  process.stdout.write(`${packageJson.version}\n`);
} else {
  // Compiled code is kept between runs: most of the start-up time would go into compiling it again.
  module.enableCompileCache();
  const { runProgram } = await import('./program.ts');
  process.exitCode = await runProgram(process.argv);
}
