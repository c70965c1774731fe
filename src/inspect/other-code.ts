/** Variables that code beside the settings reads: in, the evaluation of the settings; out, its readings grown by those. */

import type { Source } from '../model/source.ts';
import { createMachine } from './evaluate/evaluate.ts';
import { within } from './evaluate/machine.ts';
import { dottedName, type SearchPath } from './evaluate/modules.ts';
import type { Reading } from './evaluate/reading.ts';
import { type Scope, sourceRoot, text } from './evaluate/value.ts';
import { mentions } from './mentions.ts';
import { parseModule } from './statements.ts';
import { type Expr, expressionsOf } from './syntax.ts';

const mostFiles = 5000;
const mostParsed = 100;
const candidate = /os\.environ|getenv|from os import|decouple/;
/** Django imports these at start-up, or with the first request, by itself. */
const importedByDjango = /(^|\/)(models|apps|urls|wsgi|asgi)(\/__init__)?\.py$/;
const neverServed =
  /(^|\/)(tests?|testing|migrations|docs?|examples?|scripts?|fixtures|management|node_modules)(\/|$)|(^|\/)(conftest|test_\w+|\w+_test|tests|manage|setup|fabfile|tasks|noxfile|gunicorn[\w.]*)\.py$/;

/**
 * Reads the project's own modules that mention the environment. A read without default at the top of a module that
 * Django imports is required; all others are not.
 */
export function readOtherCode(
  source: Source,
  search: SearchPath,
  folder: string,
  known: ReadonlySet<string>,
): readonly Reading[] {
  const files = source
    .walk(folder, 6)
    .filter((path) => path.endsWith('.py') && !known.has(path) && !neverServed.test(path.slice(folder.length)))
    .filter((path) => !/settings/i.test(path))
    .slice(0, mostFiles);
  const readings: Reading[] = [];
  let parsed = 0;
  for (const file of files) {
    if (!mentions(source.readBytes(file), /environ|getenv|decouple/)) continue;
    const content = source.read(file);
    if (content === undefined || !candidate.test(content)) continue;
    parsed += 1;
    if (parsed > mostParsed) break;
    readings.push(...readFile(source, search, file, content));
  }
  return readings;
}

function readFile(source: Source, search: SearchPath, file: string, content: string): readonly Reading[] {
  const machine = createMachine(source, search);
  // Only the file itself is of interest: nothing that it imports is followed.
  machine.load = () => undefined;
  const module = parseModule(content);
  const names = new Map([['__file__', text(`${sourceRoot}/${file}`)]]);
  const scope: Scope = { names, parent: null, module: { dotted: dottedName(search, file), file } };
  const run = (): unknown => machine.run(module.body, scope);
  if (importedByDjango.test(file)) run();
  else within(machine, 'uncertain', run);
  const seen = new Set(machine.readings.map((reading) => reading.name));
  within(machine, 'uncertain', () => {
    const all = expressionsOf(module.body);
    const targets = new Set(all.flatMap(targetOf));
    for (const expr of all) if (readsVariable(expr) && !targets.has(expr)) machine.evaluate(expr, scope);
  });
  return machine.readings.filter((reading, index, all) => {
    const first = all.findIndex((other) => other.name === reading.name);
    return seen.has(reading.name) || first === index;
  });
}

/** `os.environ['X'] = value` sets a variable. An assignment is listed as the pair of its target and its value. */
function targetOf(expr: Expr): readonly Expr[] {
  const pair = expr.kind === 'walrus' && expr.name === '=' && expr.value.kind === 'sequence' ? expr.value.items : [];
  return pair.slice(0, 1);
}

/** `os.environ['X']`, `os.environ.get('X')`, `os.getenv('X')`, `config('X')`, at any depth of functions. */
function readsVariable(expr: Expr): boolean {
  if (expr.kind === 'index') return expr.index.kind === 'text' && endsIn(expr.object, 'environ');
  if (expr.kind !== 'call' || expr.args[0]?.value.kind !== 'text') return false;
  const { callee } = expr;
  if (callee.kind === 'name') return callee.name === 'getenv' || callee.name === 'config';
  if (callee.kind !== 'attribute') return false;
  return callee.name === 'getenv' || (callee.name === 'get' && endsIn(callee.object, 'environ'));
}

function endsIn(expr: Expr, name: string): boolean {
  return (expr.kind === 'attribute' || expr.kind === 'name') && expr.name === name;
}
