/** Conversions and other small functions of Python: in, the dotted name and arguments; out, the converted value. */

import type { Place } from '../../model/problem.ts';
import type { Call } from './builtins.ts';
import { lift } from './lift.ts';
import { demand, type Machine } from './machine.ts';
import { displayText, isMissing } from './operators.ts';
import { type Reading, refineType } from './reading.ts';
import { truthOf } from './truth.ts';
import { bool, dict, likeliest, list, number, text, unknown, type Value } from './value.ts';

export function convert(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, at } = call;
  const [first] = args;
  const readings: readonly Reading[] = first?.kind === 'environment' ? first.readings : [];
  switch (dotted) {
    case 'str':
      return lift([first ?? text('', at)], ([plain]) => textOf(plain, at));
    case 'bool':
      refineType(readings, 'bool');
      return lift([first ?? bool(false, at)], ([plain]) => boolOf(plain, at));
    case 'int':
    case 'float':
      refineType(readings, dotted);
      requireGiven(machine, args);
      return lift([first ?? number(0, at)], ([plain]) => numberOf(plain, dotted, at));
    case 'list':
    case 'tuple':
    case 'set':
    case 'sorted':
    case 'frozenset':
      return first === undefined
        ? list([], true, at)
        : lift([first], ([plain]) => (plain?.kind === 'list' || plain?.kind === 'off' ? plain : unknown(at)));
    case 'dict':
      return dict(
        new Map([...(first?.kind === 'dict' ? first.entries : []), ...call.named]),
        args.length === 0 || first?.kind === 'dict',
        at,
      );
    case 'len':
      return lift([first ?? unknown(at)], ([plain]) =>
        plain?.kind === 'list' && plain.complete ? number(plain.items.length, at) : unknown(at),
      );
    default:
      return convertMore(machine, call);
  }
}

function convertMore(machine: Machine, call: Call): Value | undefined {
  const { dotted, args, at } = call;
  const [first, second, third] = args;
  const readings: readonly Reading[] = first?.kind === 'environment' ? first.readings : [];
  switch (dotted) {
    case 'any':
    case 'all':
      return everyOrSome(dotted, first, at);
    case 'filter':
    case 'map':
      return second ?? unknown(at);
    case 'json.loads':
    case 'ast.literal_eval':
      refineType(readings, dotted === 'json.loads' ? 'json' : 'bool');
      requireGiven(machine, args);
      return lift([first ?? unknown(at)], ([plain]) => (plain?.kind === 'off' ? plain : literalOf(plain, at)));
    case 'distutils.util.strtobool':
    case 'django.utils.module_loading.import_string':
      refineType(readings, dotted.endsWith('strtobool') ? 'bool' : 'str');
      return lift([first ?? unknown(at)], ([plain]) =>
        plain?.kind === 'text' ? bool(/^(y|yes|t|true|on|1)$/i.test(plain.text), at) : (plain ?? unknown(at)),
      );
    case 'getattr':
      return third ?? unknown(at);
    case 'isinstance':
    case 'hasattr':
      return unknown(at);
    default:
      return undefined;
  }
}

function textOf(plain: Value | undefined, at: Place): Value {
  if (plain?.kind === 'off') return plain;
  const shown = plain === undefined ? null : displayText(plain);
  return shown === null ? unknown(at) : text(shown, at);
}

function boolOf(plain: Value | undefined, at: Place): Value {
  const truth = plain === undefined ? null : truthOf(plain).value;
  return truth === null ? unknown(at) : bool(truth, at);
}

function numberOf(plain: Value | undefined, dotted: string, at: Place): Value {
  if (plain?.kind === 'off') return plain;
  const content = plain?.kind === 'number' ? plain.value : plain?.kind === 'text' ? Number(plain.text) : Number.NaN;
  return number(dotted === 'int' ? Math.trunc(content) : content, at);
}

function literalOf(plain: Value | undefined, at: Place): Value {
  if (plain?.kind !== 'text') return unknown(at);
  if (/^(true|false)$/i.test(plain.text)) return bool(/^t/i.test(plain.text), at);
  return /^\s*\[\s*\]\s*$/.test(plain.text) ? list([], true, at) : unknown(at);
}

function everyOrSome(name: 'any' | 'all', items: Value | undefined, at: Place): Value {
  const plain = likeliest(items);
  if (plain.kind !== 'list' || !plain.complete) return unknown(at);
  return lift(plain.items, (members) => {
    const truths = members.map((member) => truthOf(member).value);
    const decisive = name === 'any';
    if (truths.includes(decisive)) return bool(decisive, at);
    return truths.includes(null) ? unknown(at) : bool(!decisive, at);
  });
}

/** A variable without default given where a text is needed fails at start-up. */
export function requireGiven(machine: Machine, args: readonly Value[]): void {
  for (const arg of args) if (arg.kind === 'environment' && isMissing(arg)) demand(machine, arg.readings);
}
