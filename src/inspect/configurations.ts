/** Settings written as a class (django-configurations): in, the class; out, its members with their variables read. */

import type { VariableType } from '../model/project.ts';
import { allMembers } from './evaluate/classes.ts';
import { databaseFromUrl } from './evaluate/database-url.ts';
import type { Machine } from './evaluate/machine.ts';
import { readVariable } from './evaluate/readers.ts';
import { truthOf } from './evaluate/truth.ts';
import { likeliest, type Value } from './evaluate/value.ts';

/** The value classes and the types they give; see https://django-configurations.readthedocs.io/en/stable/values/ */
const types: Readonly<Record<string, VariableType>> = {
  Value: 'str',
  SecretValue: 'str',
  BooleanValue: 'bool',
  IntegerValue: 'int',
  PositiveIntegerValue: 'int',
  FloatValue: 'float',
  DecimalValue: 'float',
  ListValue: 'list',
  TupleValue: 'list',
  SetValue: 'list',
  SingleNestedListValue: 'list',
  DictValue: 'dict',
  EmailValue: 'str',
  URLValue: 'url',
  PathValue: 'path',
  DatabaseURLValue: 'database-url',
  CacheURLValue: 'cache-url',
  EmailURLValue: 'email-url',
};

const ownNames: Readonly<Record<string, string>> = {
  DatabaseURLValue: 'DATABASE_URL',
  CacheURLValue: 'CACHE_URL',
  EmailURLValue: 'EMAIL_URL',
};

/** The members in force. A value object reads its variable, named after the member with `DJANGO_` before it. */
export function resolveConfiguration(machine: Machine, value: Value & { kind: 'class' }): ReadonlyMap<string, Value> {
  return new Map([...allMembers(value)].map(([name, member]) => [name, resolveMember(machine, name, member)]));
}

/** Value objects inside lists and dictionaries read their variables too, once they name them. */
function resolveInside(machine: Machine, member: Value): Value {
  if (member.kind === 'list') return { ...member, items: member.items.map((item) => resolveInside(machine, item)) };
  if (member.kind === 'dict') {
    const entries = [...member.entries].map(([key, item]) => [key, resolveInside(machine, item)] as const);
    return { ...member, entries: new Map(entries) };
  }
  return member.kind === 'made' && member.named.has('environ_name') ? resolveMember(machine, '', member) : member;
}

function resolveMember(machine: Machine, name: string, member: Value): Value {
  if (member.kind === 'list' || member.kind === 'dict') return resolveInside(machine, member);
  if (member.kind !== 'made' || !/^configurations\.values\.\w+$/.test(member.dotted) || member.at === null)
    return member;
  const kind = member.dotted.slice(member.dotted.lastIndexOf('.') + 1);
  const type = types[kind];
  if (type === undefined) return member;
  const given = member.args[0] ?? member.named.get('default');
  const fromEnvironment = member.named.get('environ');
  if (fromEnvironment !== undefined && truthOf(fromEnvironment).value === false) return given ?? member;
  const named = text(member.named.get('environ_name'));
  const prefix = member.named.has('environ_prefix') ? (text(member.named.get('environ_prefix')) ?? '') : 'DJANGO';
  const plain = named ?? ownNames[kind] ?? name;
  const variable = prefix === '' || ownNames[kind] === plain ? plain : `${prefix}_${plain}`;
  const required =
    kind === 'SecretValue' ||
    truthOf(member.named.get('environ_required') ?? { kind: 'none', at: null }).value === true;
  const value = readVariable(machine, { name: variable, at: member.at, default: given, type, strict: required });
  return type === 'database-url'
    ? { kind: 'dict', entries: new Map([['default', databaseFromUrl(machine, value)]]), complete: true, at: member.at }
    : value;
}

function text(value: Value | undefined): string | undefined {
  const plain = likeliest(value);
  return plain.kind === 'text' ? plain.text : undefined;
}
