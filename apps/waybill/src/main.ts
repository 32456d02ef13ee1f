#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Compiled code is kept between runs: most of the start-up time would go into compiling it again.
enableCompileCache();
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv);
