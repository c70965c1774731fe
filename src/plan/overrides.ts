/** What the site runs with in place of what the code says: in, facts and wishes; out, problems that tell of it, decisions that explain it. */

import type { Config } from '../config/index.ts';
import type { Problem } from '../model/problem.ts';
import type { Project, SecretKeySource } from '../model/project.ts';
import type { Decisions } from './decisions.ts';

/** Tells of a key and a DEBUG that stand in the code. Rules: runtime/README.md, `secret-key` and `debug`. */
export function tellOverrides(project: Project, config: Config, decisions: Decisions): readonly Problem[] {
  const off = config.off?.value ?? [];
  explainDebug(project, off.includes('debug'), decisions);
  return tellKey(project, off.includes('secret-key'), decisions);
}

function explainDebug({ literals }: Project, isOff: boolean, decisions: Decisions): void {
  const debug = literals.DEBUG;
  if (debug?.value !== true || !debug.sure) return;
  const why = isOff
    ? 'The code says True, and off has "debug".'
    : 'The code says True, which shows source to visitors.';
  decisions.record({ key: 'DEBUG', value: isOff, from: isOff ? 'fact' : 'default', at: debug.at, why });
}

const weakness: Readonly<Record<Exclude<SecretKeySource, 'variable' | 'literal'>, string>> = {
  insecure: 'is one that others know or can guess',
  random: 'is made anew at each start, which would log everybody out',
};

function tellKey({ secretKey }: Project, isOff: boolean, decisions: Decisions): readonly Problem[] {
  const { value: source, at } = secretKey;
  if (source === null || source === 'variable') return [];
  if (source === 'literal') {
    const why = 'It is long enough, yet everybody who can read the code can sign sessions with it.';
    decisions.record({ key: 'SECRET_KEY', value: 'as the code has it', from: 'fact', at, why });
    return [];
  }
  const reason = `SECRET_KEY in the code ${weakness[source]}`;
  const taken = isOff ? 'as the code has it' : 'a key made for this site, or the one that is given';
  decisions.record({ key: 'SECRET_KEY', value: taken, from: isOff ? 'fact' : 'default', at, why: `${reason}.` });
  const place = at ?? undefined;
  if (isOff) {
    const fix = 'take "secret-key" out of off, and the site gets a key of its own';
    return [{ level: 'warning', code: 'insecure-key', message: `${reason}, and off keeps it`, at: place, fix }];
  }
  const message = `${reason}; the site runs with a key of its own`;
  const fix = 'nothing has to be done; a SECRET_KEY in .env.production would be used instead';
  return [{ level: 'note', code: 'insecure-key', message, at: place, fix }];
}
