// What somebody would write without Waybill: `node bare-loop.mjs <url> <how many> <how many at once>` asks for a status
// and a value in the body, and nothing else. Plain JavaScript, so that no type has to be stripped while it is timed.
import { request } from 'undici';

const [url, count = '1', concurrency = '1'] = process.argv.slice(2);
let next = 0;
async function worker() {
  while (next < Number(count)) {
    next += 1;
    const { statusCode, body } = await request(url);
    const { value } = await body.json();
    if (statusCode !== 200 || value[0].type !== 'Workspace') process.exitCode = 1;
  }
}
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
