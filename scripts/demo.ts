/** `npm run demo`: in, examples/polls; out, the site in production mode on this machine, its URL printed, until Ctrl-C. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const project = 'examples/polls';
const launcher = 'bin/nuages.js';

/** With `--check` the demo proves itself: it looks at the site as a visitor, runs `verify` on it, and stops. */
if (process.argv.includes('--check')) process.exitCode = await checkDemo();
else process.exitCode = await runToEnd(['up', project, ...process.argv.slice(2)]);

/** Waits for nuages to stop the site when it is told to end. */
async function runToEnd(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: 'inherit' });
  handOnSignals(child);
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1))));
}

/** A terminal sends Ctrl-C to both, which nuages takes for one; any other sender knows only this process. */
function handOnSignals(child: ChildProcess): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name));
}

async function checkDemo(): Promise<number> {
  const port = await freePort();
  const site = spawn(process.execPath, [launcher, 'up', project, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  handOnSignals(site);
  const ended = new Promise<number | null>((resolve) => site.on('exit', resolve));
  try {
    const url = await Promise.race([
      firstUrl(site.stdout),
      ended.then((code) => Promise.reject(new Error(`up ended with ${code}`))),
    ]);
    await checkPages(url);
    const verified = await runToEnd(['verify', url]);
    if (verified !== 0) throw new Error(`verify ended with ${verified}`);
    console.log(`The demo ran at ${url}`);
    return 0;
  } catch (error) {
    console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    site.kill('SIGINT');
    await ended;
    await runToEnd(['down', project]);
  }
}

async function firstUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    console.log(line);
    const [url] = /https?:\/\/\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('up ended without naming a URL');
}

/** The front page, and the style sheet that it names, under a hashed name that browsers may keep. */
async function checkPages(url: string): Promise<void> {
  const page = await fetch(url);
  const html = await page.text();
  const [, style] = /href="([^"]+\.[0-9a-f]{12}\.css)"/.exec(html) ?? [];
  if (page.status !== 200 || style === undefined)
    throw new Error(`${url} answered ${page.status} without a hashed style sheet`);
  const sheet = await fetch(new URL(style, url));
  const kept = sheet.headers.get('cache-control') ?? '';
  if (sheet.status !== 200 || !kept.includes('immutable'))
    throw new Error(`${style}: ${sheet.status}, Cache-Control ${kept}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
