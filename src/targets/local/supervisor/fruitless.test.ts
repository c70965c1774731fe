/** A supervisor with nothing to serve: in, sites with and without a release; out, whether it ends. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { endWhenFruitless } from './fruitless.ts';
import { createVerdict, type Site } from './switch.ts';
import { createTraffic } from './traffic.ts';

function emptySite(switching: Site['switching']): Site {
  const world = {} as Site['home']['world'];
  const home = { world, runFolder: '', log: () => undefined, nextSocket: () => '', changed: () => undefined };
  return { home, traffic: createTraffic(), current: undefined, others: new Set(), switching };
}

test('it ends when nobody gives it a release, and not while one is being started', async () => {
  const site = emptySite(createVerdict('r1'));
  let stopped = 0;
  const end = endWhenFruitless(site, () => void stopped++, 100);
  await sleep(250);
  expect(stopped).toBe(0);
  site.switching = undefined;
  await sleep(250);
  expect(stopped).toBeGreaterThan(0);
  end();
});
