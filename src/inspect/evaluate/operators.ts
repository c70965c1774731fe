/** Python's operators on plain values: in, operands; out, the result, unknown when it cannot be told. */

import { lift } from './lift.ts';
import { joinPaths } from './paths.ts';
import { type Reading, refineType } from './reading.ts';
import { truthOf } from './truth.ts';
import { bool, dict, likeliest, list, number, text, unknown, type Value } from './value.ts';

const truthWords = /^(1|0|true|false|yes|no|on|off|t|f|y|n|)$/i;
const falseWords = /^(0|false|no|off|f|n|none|)$/i;

/** Applies a binary operator other than `and` and `or`. */
export function applyBinary(operator: string, left: Value, right: Value): Value {
  if (/^(==|!=|in|not in|is|is not)$/.test(operator)) return compare(operator, left, right);
  if (/^[<>]=?$/.test(operator)) return lift([left, right], ([one, other]) => applyOrder(operator, one, other));
  return lift([left, right], ([one, other]) => applyArithmetic(operator, one ?? unknown(), other ?? unknown()));
}

/** True for a variable read without a default: `None` where a text is needed. */
export function isMissing(value: Value): boolean {
  return value.kind === 'environment' && value.assumed.kind === 'none';
}

function compare(operator: string, left: Value, right: Value): Value {
  noteBoolean(left, right);
  return lift([left, right], ([one, other]) => applyComparison(operator, one ?? unknown(), other ?? unknown()));
}

/** `os.environ.get('X') == 'True'` tells that X is a switch. */
function noteBoolean(left: Value, right: Value): void {
  const words = right.kind === 'list' ? right.items : [right];
  if (left.kind !== 'environment' || words.length === 0) return;
  noteSelection(left.readings, words);
  if (words.every((word) => (word.kind === 'text' && truthWords.test(word.text)) || word.kind === 'bool')) {
    refineType(left.readings, 'bool');
    noteTrueWord(left.readings, words);
  }
}

/** `os.environ.get('STAGE') == 'production'` tells which word of STAGE means production. */
function noteSelection(readings: readonly Reading[], words: readonly Value[]): void {
  const word = words.find((one) => one.kind === 'text' && /^(production|prod|live)$/i.test(one.text));
  if (word?.kind === 'text') for (const reading of readings) reading.selects ??= word.text;
}

/** The word that the code takes as true; it is said only where Python's own `True` is not among them. */
function noteTrueWord(readings: readonly Reading[], words: readonly Value[]): void {
  const taken = words.flatMap((word) => (word.kind === 'text' && !falseWords.test(word.text) ? [word.text] : []));
  const [first] = taken;
  if (first === undefined || taken.includes('True')) return;
  for (const reading of readings) reading.trueWord ??= taken.find((word) => word.toLowerCase() === 'true') ?? first;
}

function applyComparison(operator: string, left: Value, right: Value): Value {
  const negated = operator === '!=' || operator.includes('not');
  const answer = operator.includes('in') ? contains(right, left) : equals(left, right, operator.startsWith('is'));
  return answer === null ? unknown(left.at) : bool(answer !== negated, left.at);
}

function equals(left: Value, right: Value, identical: boolean): boolean | null {
  // A switch that is off is set: to a word that means no.
  if (left.kind === 'off' && right.kind === 'none') return false;
  if (left.kind === 'off') return right.kind === 'text' ? falseWords.test(right.text) : truthOf(right).value === false;
  if (right.kind === 'off') return equals(right, left, identical);
  if (left.kind === 'none' || right.kind === 'none') {
    const other = left.kind === 'none' ? right : left;
    return other.kind === 'none' ? true : other.kind === 'unknown' || other.kind === 'made' ? null : false;
  }
  if ((left.kind === 'text' || left.kind === 'path') && (right.kind === 'text' || right.kind === 'path')) {
    return left.text === right.text;
  }
  if (left.kind === 'number' && right.kind === 'number') return left.value === right.value;
  if (left.kind === 'bool' && right.kind === 'bool') return left.value === right.value;
  if (isPlain(left) && isPlain(right) && left.kind !== right.kind) return false;
  return null;
}

function isPlain(value: Value): boolean {
  return /^(text|number|bool)$/.test(value.kind);
}

function contains(container: Value, item: Value): boolean | null {
  if (container.kind === 'text' && item.kind === 'text') return container.text.includes(item.text);
  if (container.kind === 'dict' && item.kind === 'text') {
    return container.entries.has(item.text) ? true : container.complete ? false : null;
  }
  if (container.kind !== 'list') return null;
  const answers = container.items.map((member) => equals(item, member, false));
  if (answers.includes(true)) return true;
  return container.complete && !answers.includes(null) ? false : null;
}

function applyOrder(operator: string, left: Value | undefined, right: Value | undefined): Value {
  const order = orderOf(left, right);
  if (order === null) return unknown(left?.at ?? null);
  const met = operator.includes('<') ? order < 0 : order > 0;
  return bool(met || (operator.endsWith('=') && order === 0));
}

function orderOf(left: Value | undefined, right: Value | undefined): number | null {
  if (left?.kind === 'number' && right?.kind === 'number') return left.value - right.value;
  if (left?.kind === 'text' && right?.kind === 'text')
    return left.text < right.text ? -1 : Number(left.text > right.text);
  if (left?.kind !== 'list' || right?.kind !== 'list') return null;
  for (const [index, item] of right.items.entries()) {
    const order = orderOf(left.items[index], item);
    if (order !== 0) return left.items[index] === undefined ? -1 : order;
  }
  return left.items.length - right.items.length;
}

function applyArithmetic(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'number' && right.kind === 'number') return calculate(operator, left.value, right.value, left);
  if (operator === '+') return add(left, right);
  if (operator === '/' && (left.kind === 'path' || right.kind === 'path')) {
    const parts = [left, right].map((part) => (part.kind === 'text' || part.kind === 'path' ? part.text : null));
    const [one, other] = parts;
    return one == null || other == null
      ? unknown(left.at)
      : { kind: 'path', text: joinPaths([one, other]), at: left.at };
  }
  if (operator === '%' && left.kind === 'text') return formatPercent(left.text, right, left);
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') return mergeDicts(left, right);
  if (operator === '*' && left.kind === 'text' && right.kind === 'number' && left.text.length * right.value < 1000) {
    return text(left.text.repeat(Math.max(0, right.value)), left.at);
  }
  if (operator === '-' && left.kind === 'path' && right.kind === 'number') {
    return {
      kind: 'path',
      text: joinPaths([left.text, ...Array<string>(Math.min(right.value, 20)).fill('..')]),
      at: left.at,
    };
  }
  return unknown(left.at);
}

function calculate(operator: string, left: number, right: number, origin: Value): Value {
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '//': Math.floor(left / right),
    '%': left - right * Math.floor(left / right),
    '**': left ** right,
  };
  return number(results[operator] ?? Number.NaN, origin.at);
}

function add(left: Value, right: Value): Value {
  if (left.kind === 'text' && right.kind === 'text') return text(left.text + right.text, left.at);
  if (left.kind === 'list' && right.kind === 'list') {
    return list([...left.items, ...right.items], left.complete && right.complete, left.at);
  }
  if (left.kind === 'list') return list([...left.items, ...spread(right)], false, left.at);
  if (right.kind === 'list') return list([...spread(left), ...right.items], false, right.at);
  return unknown(left.at);
}

/** The items that a value adds to a list, as far as known; a value from the environment stays visible as one item. */
export function spread(value: Value): readonly Value[] {
  const plain = likeliest(value);
  if (value.kind !== 'environment' && plain.kind === 'list') return plain.items;
  return value.kind === 'environment' ? [value] : [];
}

/** Merges two dictionaries, the second over the first. */
export function mergeDicts(left: Value & { kind: 'dict' }, right: Value & { kind: 'dict' }): Value {
  return dict(new Map([...left.entries, ...right.entries]), left.complete && right.complete, left.at);
}

/** `'%s/x' % name`, `'%(a)s' % {..}`; unknown when an argument is. */
function formatPercent(template: string, right: Value, origin: Value): Value {
  const given = right.kind === 'list' ? [...right.items] : [right];
  let known = true;
  const result = template.replace(/%(?:\((\w+)\))?[-\d.]*([sdirf%])/g, (_, name: string | undefined, form: string) => {
    if (form === '%') return '%';
    const value = name === undefined ? given.shift() : right.kind === 'dict' ? right.entries.get(name) : undefined;
    const shown = value === undefined ? null : displayText(value);
    if (shown === null) known = false;
    return shown ?? '';
  });
  return known ? text(result, origin.at) : unknown(origin.at);
}

/** What `str(value)` gives, null when unknown. */
export function displayText(value: Value): string | null {
  if (value.kind === 'text' || value.kind === 'path') return value.text;
  if (value.kind === 'number') return String(value.value);
  if (value.kind === 'bool') return value.value ? 'True' : 'False';
  return value.kind === 'none' ? 'None' : null;
}
