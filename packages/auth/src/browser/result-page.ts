import type { ServerResponse } from 'node:http';

/** Tells the person in the browser how it went. Holds nothing of the request, and lets the browser load nothing. */
export function sendPage(response: ServerResponse, status: number, sentence: string): Promise<void> {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Waybill</title>
<body style="font: 1.1rem system-ui, sans-serif; margin: 4rem auto; max-width: 32rem">
<p>${sentence}</p>
`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  return new Promise((resolve) => response.end(page, resolve));
}
