import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface FakeProgramOptions {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Never ends. */
  readonly hangs?: boolean;
}

/** Puts a program into a folder that prints these, and notes the arguments it was started with. */
export async function fakeProgram(folder: string, name: string, options: FakeProgramOptions = {}) {
  const { stdout = '', stderr = '', exitCode = 0, hangs = false } = options;
  const log = join(folder, `${name}.log`);
  const script = [
    `#!${process.execPath}`,
    `const { appendFileSync } = require('node:fs');`,
    `appendFileSync(${JSON.stringify(log)}, JSON.stringify([process.cwd(), ...process.argv.slice(2)]) + '\\n');`,
    `process.stdout.write(${JSON.stringify(stdout)});`,
    `process.stderr.write(${JSON.stringify(stderr)});`,
    hangs ? 'setInterval(() => {}, 1000);' : `process.exitCode = ${exitCode};`,
  ];
  await writeFile(join(folder, name), script.join('\n'));
  await chmod(join(folder, name), 0o755);
  return { log, env: { PATH: [folder, '/usr/bin', '/bin'].join(delimiter) } };
}
