/** What are production's settings? In, the module chosen; out, its names in force, what it reads and what stays open. */

import { type Place, UserError } from '../model/problem.ts';
import type { Fact, Question } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import type { Answers } from './answers.ts';
import { resolveConfiguration } from './configurations.ts';
import { externalBases } from './evaluate/classes.ts';
import { createMachine } from './evaluate/evaluate.ts';
import type { SearchPath } from './evaluate/modules.ts';
import type { Reading } from './evaluate/reading.ts';
import type { Value } from './evaluate/value.ts';
import { fact } from './place.ts';
import type { SettingsView } from './settings-view.ts';

export interface EvaluatedSettings {
  readonly view: SettingsView;
  readonly readings: readonly Reading[];
  readonly configuration: Fact<string | null>;
  readonly questions: readonly Question[];
  /** The files that the evaluation went through. */
  readonly files: ReadonlySet<string>;
}

/**
 * Evaluates the settings module and, with django-configurations, its class.
 * @throws UserError `settings-syntax-error` when a file of the chain is no Python, `no-such-configuration` when the class
 * that the user named is not there.
 */
export function evaluateSettings(
  source: Source,
  folder: string,
  {
    search,
    configuration,
  }: {
    readonly search: SearchPath;
    readonly configuration: { readonly name: string; readonly at: Place } | null;
  },
  production: Fact<string | null>,
  answers: Pick<Answers, 'configuration' | 'variables'> = {},
): EvaluatedSettings {
  const { variables = {} } = answers;
  const machine = createMachine(source, search, variables);
  const record = production.value === null ? undefined : machine.load(production.value);
  const [broken] = machine.broken;
  if (broken !== undefined) throw syntaxError(broken);
  const names = record?.scope.names ?? new Map<string, Value>();
  const whole = machine.steps > 0 && machine.missing.length === 0 && record !== undefined;
  const chosen = chooseClass(names, configuration, answers.configuration);
  const files = new Set([...machine.modules.values()].map((module) => module.file));
  if (chosen === null) {
    return {
      // Settings without INSTALLED_APPS are made in a way that was not followed.
      view: { names, whole: whole && names.has('INSTALLED_APPS'), places: machine.places, folder },
      readings: machine.readings,
      configuration: fact(null, null),
      files,
      questions: askSelections(machine.readings, variables),
    };
  }
  const members = resolveConfiguration(machine, chosen.value);
  return {
    view: { names: new Map([...names, ...members]), whole, places: machine.places, folder },
    readings: machine.readings,
    configuration: fact(chosen.name, chosen.at, chosen.sure),
    files,
    questions: [
      ...(chosen.sure ? [] : [askClass(chosen.name, chosen.others, chosen.at)]),
      ...askSelections(machine.readings, variables),
    ],
  };
}

function syntaxError(at: Place): UserError {
  return new UserError({
    level: 'error',
    code: 'settings-syntax-error',
    message: `${at.file}:${at.line} is no valid Python, so the settings cannot be read.`,
    at,
    fix: `Run \`python -m py_compile ${at.file}\` to see what Python says about it.`,
  });
}

type ClassValue = Value & { readonly kind: 'class' };

interface ChosenClass {
  readonly name: string;
  readonly value: ClassValue;
  readonly at: Place | null;
  readonly sure: boolean;
  readonly others: readonly string[];
}

/** The class that DJANGO_CONFIGURATION names, else the one that sounds like production. */
function chooseClass(
  names: ReadonlyMap<string, Value>,
  told: { readonly name: string; readonly at: Place } | null,
  answer: string | undefined,
): ChosenClass | null {
  const classes = [...names.values()].filter(
    (value): value is ClassValue =>
      value.kind === 'class' && externalBases(value).some((base) => base.startsWith('configurations')),
  );
  if (answer !== undefined) return { ...findClass(classes, answer), sure: true, others: [] };
  const production =
    classes.find((value) => /^(prod|production|live)$/i.test(value.name)) ??
    classes.find((value) => /prod/i.test(value.name));
  const named = classes.find((value) => value.name === told?.name);
  const value = named !== undefined && /prod|live/i.test(named.name) ? named : (production ?? named ?? classes.at(-1));
  if (value === undefined) return null;
  const others = classes.filter((other) => other !== value).map((other) => other.name);
  const sure = classes.length === 1 || value === production;
  return { name: value.name, value, at: value === named ? (told?.at ?? value.at) : value.at, sure, others };
}

function findClass(classes: readonly ClassValue[], name: string): Pick<ChosenClass, 'name' | 'value' | 'at'> {
  const value = classes.find((candidate) => candidate.name === name);
  if (value !== undefined) return { name, value, at: value.at };
  const known = classes.map((candidate) => candidate.name).join(', ') || 'no class at all';
  throw new UserError({
    level: 'error',
    code: 'no-such-configuration',
    message: `The settings have no configuration class ${name}; there is ${known}.`,
    fix: 'Name one of them: --configuration Production.',
  });
}

/** A variable that chooses between environments, and by its default does not choose production. */
function askSelections(readings: readonly Reading[], variables: Readonly<Record<string, string>>): readonly Question[] {
  const asked = new Map<string, Question>();
  for (const { name, selects, default: given, at } of readings) {
    if (selects === undefined || typeof given !== 'string' || given === selects) continue;
    if (name in variables || asked.has(name)) continue;
    asked.set(name, {
      id: `variable-${name}`,
      text: `The settings choose by ${name}, and ${selects} is for production. Which word does it hold?`,
      evidence: [at],
      choices: [selects, given],
      default: given,
      flag: `--variable ${name}=`,
      key: `variables.${name}`,
    });
  }
  return [...asked.values()];
}

function askClass(chosen: string, others: readonly string[], at: Place | null): Question {
  return {
    id: 'configuration',
    text: 'Which configuration class does production run with?',
    evidence: at === null ? [] : [at],
    choices: [chosen, ...others],
    default: chosen,
    flag: '--configuration',
    key: 'configuration',
  };
}
