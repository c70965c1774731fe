/** A supervisor with nothing to serve: in, a site; out, its end when nobody has given it a release for a while. */

import type { Site } from './switch.ts';

/** Longer than any pause of a rollout between listening and starting a release. Milliseconds. */
const patience = 30_000;

/**
 * Whoever started us may have died before there was a release, or the only one may have been taken back: then nobody is
 * left to say stop, and the port would be held for nothing.
 * @returns ends the watch
 */
export function endWhenFruitless(site: Site, stop: () => void, milliseconds = patience): () => void {
  let since = Date.now();
  const timer = setInterval(() => {
    const isBusy = site.current !== undefined || site.switching !== undefined || site.others.size > 0;
    if (isBusy) since = Date.now();
    else if (Date.now() - since >= milliseconds) stop();
  }, milliseconds / 10);
  timer.unref();
  return () => clearInterval(timer);
}
