/** File, environment block and flags as one: in, three written tables; out, each key with its value and origin. */

import type { Place } from '../model/problem.ts';
import type { Setting } from './config.ts';

/** One written table with what stands in it and where. Later layers win. */
export interface Layer {
  readonly written: Readonly<Record<string, unknown>>;
  readonly from: 'flag' | 'file';
  readonly placeOf: (path: readonly string[]) => Place | null;
}

/** Dotted key to the value that counts. Tables are merged key by key, lists are replaced whole. */
export type MergedLayers = ReadonlyMap<string, Setting<unknown>>;

/** Lays the layers over each other. A value that is undefined says nothing. */
export function mergeLayers(layers: readonly Layer[]): MergedLayers {
  const merged = new Map<string, Setting<unknown>>();
  for (const layer of layers) addTable(merged, layer, layer.written, []);
  return merged;
}

function addTable(
  merged: Map<string, Setting<unknown>>,
  layer: Layer,
  table: Readonly<Record<string, unknown>>,
  path: readonly string[],
): void {
  for (const [key, value] of Object.entries(table)) {
    const below = [...path, key];
    if (value === undefined) continue;
    if (isTable(value)) addTable(merged, layer, value, below);
    else merged.set(below.join('.'), { value, from: layer.from, at: layer.placeOf(below) });
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
