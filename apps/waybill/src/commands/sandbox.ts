import { once } from 'node:events';
import { resolve } from 'node:path';
import { seed, startSandbox } from '@waybill/sandbox';
import { EXIT } from '../exit-codes.ts';
import { writeFileAtomically } from '../files.ts';
import type { Output } from '../output.ts';

export interface SandboxCommandOptions {
  readonly port: number;
  readonly tls?: boolean;
  readonly certificate: string;
}

/** `waybill sandbox`: serves until it is stopped, and says how to use it. */
export async function sandboxCommand(options: SandboxCommandOptions, output: Output): Promise<number> {
  const sandbox = await startSandbox({ port: options.port, tls: options.tls === true });
  const { url, certificate } = sandbox;
  const [app] = seed.apps;
  output.line(output.style('bold', `The sandbox answers at ${url}`));
  output.line();
  output.line(`  Entra      ${url}/${seed.tenantId}/oauth2/v2.0/token`);
  output.line(`  Power BI   ${url}/v1.0/myorg/groups`);
  output.line(`  Tenant     ${seed.tenantId} (${seed.domain})`);
  output.line(`  App        ${app?.clientId} (${app?.displayName})`);
  output.line(`  User       ${seed.users[0]?.userPrincipalName}`);
  output.line();
  if (certificate !== undefined) {
    await writeFileAtomically(options.certificate, certificate);
    output.line(`  Its certificate is in ${resolve(options.certificate)}; clients trust it with`);
    output.line(`    export NODE_EXTRA_CA_CERTS=${resolve(options.certificate)}`);
    output.line();
  }
  output.line('In another terminal:');
  output.line(`  waybill run collections/powerbi -e sandbox --var apiUrl=${url} --var authorityUrl=${url}`);
  output.line();
  output.line('Ctrl+C stops it.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await sandbox.close();
  return EXIT.passed;
}
