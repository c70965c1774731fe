/** Reads lock files: in, the text of one and the names asked for; out, what production gets of it, with versions. */

import { parseToml } from '../formats/toml.ts';
import type { PackageManager } from '../model/project.ts';
import { normaliseName } from './requirement.ts';

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly string[];
}

/** The packages that the requirements lead to; all of them when the lock does not tell what needs what. */
export function lockedNames(
  content: string,
  manager: PackageManager,
  roots: readonly string[],
): ReadonlyMap<string, string> {
  if (manager === 'pipenv') return pipenvNames(content);
  const packages = readPackages(content);
  const wanted = reachable(packages, roots);
  const kept = roots.length === 0 ? packages : packages.filter((one) => wanted.has(one.name));
  return new Map(kept.map((one) => [one.name, one.version]));
}

function pipenvNames(content: string): ReadonlyMap<string, string> {
  const data = parseJson(content);
  const section = isRecord(data) && isRecord(data.default) ? data.default : {};
  return new Map(
    Object.entries(section).map(([name, detail]) => {
      const version = isRecord(detail) && typeof detail.version === 'string' ? detail.version.replace(/^=+/, '') : '';
      return [normaliseName(name), version];
    }),
  );
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPackages(content: string): readonly LockedPackage[] {
  const result = parseToml(content);
  const listed = result.ok ? result.data.package : undefined;
  return (Array.isArray(listed) ? listed : []).filter(isRecord).map((one) => ({
    name: normaliseName(String(one.name ?? '')),
    version: String(one.version ?? ''),
    needs: needsOf(one),
  }));
}

/** uv lists tables with a name, poetry a table by name, pdm requirement lines. */
function needsOf(one: Readonly<Record<string, unknown>>): readonly string[] {
  const plain = one.dependencies;
  const names = Array.isArray(plain)
    ? plain.flatMap((item) =>
        typeof item === 'string' ? (/^[\w.-]+/.exec(item)?.[0] ?? []) : isRecord(item) ? String(item.name) : [],
      )
    : isRecord(plain)
      ? Object.keys(plain)
      : [];
  const optional = isRecord(one['optional-dependencies'])
    ? Object.values(one['optional-dependencies']).flatMap((list) =>
        Array.isArray(list) ? list.filter(isRecord).map((item) => String(item.name)) : [],
      )
    : [];
  return [...names, ...optional].map(normaliseName);
}

function reachable(packages: readonly LockedPackage[], roots: readonly string[]): ReadonlySet<string> {
  const byName = new Map(packages.map((one) => [one.name, one]));
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...(byName.get(name)?.needs ?? []));
  }
  return seen;
}
