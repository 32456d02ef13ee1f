import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTER, openUi } from './open-ui.ts';

const HEADER = 'baseUrl: "{{ apiUrl }}/v1.0/myorg"\nrequests:\n';
const REQUESTS = '  one: { get: /groups, auth: app }\n  two: { get: /groups, auth: app }\n';

describe('files that change while the terminal UI is open', { timeout: 30_000 }, () => {
  test('are read again, and the place and the results stay', async () => {
    const { terminal, cwd } = await openUi(REQUESTS);
    await terminal.waitFor('Not signed in');
    terminal.type(`j${ENTER}`);
    await terminal.waitFor('200 ·');
    terminal.type('4]');
    await terminal.waitFor('[Headers]');
    const file = join(cwd, 'waybill.yaml');
    await writeFile(file, `${HEADER}  zero: { get: /apps, auth: app }\n${REQUESTS}`);
    await terminal.waitFor('zero');
    expect(terminal.screen()).toMatch(/›✔ GET {4}two/);
    expect(terminal.screen()).toContain('[Headers]');
    expect(terminal.screen()).toContain('200 ·');
    expect(terminal.screen()).toMatch(/kind +app-only/);
    // As editors do that never leave half a file behind, twice: the watch must not hang on the file that is gone.
    for (const name of ['three', 'four']) {
      await writeFile(`${file}~`, `${HEADER}${REQUESTS}  ${name}: { get: /apps, auth: app }\n`);
      await rename(`${file}~`, file);
      await terminal.waitFor(name);
    }
    expect(terminal.screen()).toMatch(/›✔ GET {4}two/);
  });

  test('show their mistake, and lose it when it is mended', async () => {
    const { terminal, cwd } = await openUi(REQUESTS, { columns: 160 });
    await terminal.waitFor('Not signed in');
    const file = join(cwd, 'waybill.yaml');
    await writeFile(file, `${HEADER}  one: { gte: /groups }\n`);
    await terminal.waitFor(/waybill\.yaml:3:\d+.*ERR_SCHEMA/);
    await writeFile(file, HEADER + REQUESTS);
    await terminal.waitFor(/^waybill {2}test/m);
  });

  test('may be environments too, and may go away', async () => {
    const { terminal, cwd } = await openUi(REQUESTS);
    await terminal.waitFor('Not signed in');
    await writeFile(join(cwd, 'environments/other.yaml'), 'cloud: sandbox\n');
    terminal.type('E');
    await terminal.waitFor('other');
    await rm(join(cwd, 'environments/other.yaml'));
    await terminal.waitFor(/^(?!.*other)/s);
  });
});
