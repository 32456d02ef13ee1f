import { request } from 'node:http';
import { serve } from './http-server.ts';

/** A way to a server that remembers what passes. */
export interface RecordingProxy {
  readonly origin: string;
  /** `METHOD /path` of each request, without its query. */
  readonly requests: readonly string[];
  /** Every token that an answer held. */
  readonly tokens: ReadonlySet<string>;
}

/** Puts a proxy in front of a server on loopback. The Host header stays, so that the server names the proxy in its links. */
export async function recordingProxy(target: string): Promise<RecordingProxy> {
  const requests: string[] = [];
  const tokens = new Set<string>();
  const { hostname, port } = new URL(target);
  const origin = await serve((incoming, outgoing, body) => {
    requests.push(`${incoming.method} ${incoming.url?.replace(/\?.*/, '')}`);
    const { method, url: path, headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const content = Buffer.concat(chunks);
      for (const [, token] of content.toString().matchAll(/"(?:access|refresh|id)_token":"([^"]+)"/g))
        tokens.add(token as string);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
  return { origin, requests, tokens };
}
