import type { Sandbox } from '../start-sandbox.ts';
import { type Answer, answerOf } from './client.ts';

/** Calls the administration of a sandbox over HTTP, below `/_sandbox`. */
export async function callAdmin({ url }: Sandbox, method: string, path: string, body?: unknown): Promise<Answer> {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return answerOf(await fetch(`${url}/_sandbox/${path}`, { method, ...init }));
}
