/** The page that everybody sees first: in, a site's URL before and after a switch; out, whether the new release broke it. */

import { get } from 'node:http';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/shell.ts';

/** A page that takes longer decides nothing. */
const patienceMilliseconds = 10_000;

/** A server that has only begun, or a database that is locked for a moment, gets a second chance. */
const secondChanceMilliseconds = 500;

/** Where a visitor who asks for `/` ends, and with which status. */
export interface FirstPage {
  readonly path: string;
  readonly status: number;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
}

/**
 * Asks for `/` and follows one redirect within the site.
 * @param url of the site, plain HTTP, with `/` at its end
 * @returns undefined when no answer came in time: that is for the probes of health to judge
 */
export async function askFirstPage(world: World, url: string): Promise<FirstPage | undefined> {
  const home = new URL(url);
  const first = await ask(world, home);
  if (first?.location === undefined || !URL.canParse(first.location, url)) return page(home, first);
  const next = new URL(first.location, home);
  return next.origin === home.origin ? page(next, await ask(world, next)) : page(home, first);
}

/**
 * A new release whose first page fails, where the one before it answered, is worse than none (K18).
 * @param before what the release answered that served until now; undefined when there was none
 */
export async function findBrokenFirstPage(
  world: World,
  url: string,
  before: FirstPage | undefined,
): Promise<readonly Problem[]> {
  if (before === undefined || before.status >= 500) return [];
  if (!isBroken(await askFirstPage(world, url))) return [];
  await world.clock.sleep(secondChanceMilliseconds);
  const after = await askFirstPage(world, url);
  if (after === undefined || !isBroken(after)) return [];
  const message = `K18 first-page: ${after.path} answers ${after.status}; the release before answered ${before.status}`;
  const fix = 'mend it (the reason stands in `nuages logs`), then run the same command again';
  return [{ level: 'error', code: 'first-page-broken', message, fix }];
}

function isBroken(page: FirstPage | undefined): boolean {
  return page !== undefined && page.status >= 500;
}

function page({ pathname }: URL, answer: Answer | undefined): FirstPage | undefined {
  return answer && { path: pathname, status: answer.status };
}

/** Each time on a connection of its own: one that is kept would still lead to the old release after a switch. */
function ask(world: World, url: URL): Promise<Answer | undefined> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(patienceMilliseconds)]);
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal, headers: { accept: 'text/html' } }, (response) => {
      response.on('error', () => undefined).resume();
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
    });
    request.on('error', () => resolve(undefined));
  });
}
