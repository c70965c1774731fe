/** Reads what pyproject.toml, setup.cfg and setup.py require: in, their tables or texts; out, requirements. */

import type { TomlTable } from '../formats/toml.ts';
import { normaliseName, parseRequirement, parseRequirements, type Requirement } from './requirement.ts';
import { parseModule } from './statements.ts';
import { expressionsOf } from './syntax.ts';

/** A table inside a table, empty when it is not there. */
export function tableAt(table: TomlTable, ...keys: readonly string[]): TomlTable {
  let inner: unknown = table;
  for (const key of keys) inner = isTable(inner) ? inner[key] : undefined;
  return isTable(inner) ? inner : {};
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `[project] dependencies`, as PEP 621 has them: https://peps.python.org/pep-0621/ */
export function projectRequirements(table: TomlTable): readonly Requirement[] {
  const listed = tableAt(table, 'project').dependencies;
  return (Array.isArray(listed) ? listed : []).flatMap((item) =>
    typeof item === 'string' ? (parseRequirement(item) ?? []) : [],
  );
}

/**
 * The group of `[dependency-groups]` that sounds like production, for projects that have nothing else:
 * https://peps.python.org/pep-0735/
 */
export function groupRequirements(table: TomlTable): readonly Requirement[] {
  const groups = tableAt(table, 'dependency-groups');
  const name = ['prod', 'production', 'main', 'default', 'app', 'base'].find((candidate) =>
    Array.isArray(groups[candidate]),
  );
  const listed = name === undefined ? [] : groups[name];
  return (Array.isArray(listed) ? listed : []).flatMap((item) =>
    typeof item === 'string' ? (parseRequirement(item) ?? []) : [],
  );
}

/** `[tool.poetry.dependencies]`, its own version marks turned into pip's. */
export function poetryRequirements(table: TomlTable): readonly Requirement[] {
  return Object.entries(tableAt(table, 'tool', 'poetry', 'dependencies')).flatMap(([name, value]) => {
    const detail = isTable(value) ? value : { version: value };
    if (name.toLowerCase() === 'python' || detail.optional === true) return [];
    const specifier = poetrySpecifier(typeof detail.version === 'string' ? detail.version : '');
    const extras = Array.isArray(detail.extras) ? `[${detail.extras.join(',')}]` : '';
    const git = typeof detail.git === 'string' ? ` @ git+${detail.git}` : '';
    return [{ name: normaliseName(name), specifier, text: `${name}${extras}${git === '' ? specifier : git}`, line: 1 }];
  });
}

/** `^1.2` and `~1.2` as ranges; see https://python-poetry.org/docs/dependency-specification/ */
export function poetrySpecifier(version: string): string {
  const parts = version.split(',').map((part) => part.trim());
  return parts.flatMap((part) => poetryPart(part)).join(',');
}

function poetryPart(part: string): readonly string[] {
  if (part === '' || part === '*') return [];
  const match = /^([\^~])\s*(\d+(?:\.\d+)*)(.*)$/.exec(part);
  if (match === null) return [/^\d/.test(part) ? `==${part}` : part.replace(/\s+/g, '')];
  const [, sign, digits = '', tail = ''] = match;
  const numbers = digits.split('.').map(Number);
  const significant =
    sign === '^'
      ? Math.max(
          0,
          numbers.findIndex((digit) => digit > 0),
        )
      : Math.min(1, numbers.length - 1);
  const upper = numbers.slice(0, significant + 1).with(significant, (numbers[significant] ?? 0) + 1);
  return [`>=${digits}${tail}`, `<${upper.join('.')}`];
}

/** `install_requires`, as far as it is written out. */
export function setupRequirements(name: string, content: string): readonly Requirement[] {
  if (name === 'setup.cfg') {
    const block = /^install_requires\s*=\s*(.*(?:\n[ \t]+.*)*)/m.exec(content)?.[1] ?? '';
    return parseRequirements(block.replace(/^[ \t]+/gm, '')).requirements;
  }
  if (!content.includes('install_requires')) return [];
  const module = parseModule(content);
  return expressionsOf(module.body).flatMap((expr) => {
    if (expr.kind !== 'call') return [];
    const listed = expr.args.find((arg) => arg.name === 'install_requires')?.value;
    if (listed?.kind !== 'sequence') return [];
    return listed.items.flatMap((item) => (item.kind === 'text' ? (parseRequirement(item.text, item.line) ?? []) : []));
  });
}
