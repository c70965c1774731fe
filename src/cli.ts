/** The command line: in, argv; out, a result on stdout, talk on stderr and an exit code. The only file that exits. */

import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import type { Occasion } from './commands/bug.ts';
import { describeFailure } from './commands/failure.ts';
import { type VerbEntry, verbs } from './commands/list.ts';
import { followPhases } from './commands/phase.ts';
import type { OptionValue, Verb, VerbOption } from './commands/verb.ts';
import { joinShellWords } from './formats/shell-words.ts';
import { type ExitCode, exitCode } from './model/problem.ts';

const codesHelp = `
Exit codes: ${exitCode.done} done, ${exitCode.refused} refused or failed, ${exitCode.usage} usage, ${exitCode.bug} a bug of nuages, \
${exitCode.tryAgain} try again, ${exitCode.interrupted} interrupted.

Example:
  nuages up path/to/project    puts a Django project into production mode on this machine`;

/** Runs one command line and ends the process. Called by bin/nuages.js. */
export function main(argv: readonly string[]): void {
  const occasion = describeOccasion(argv);
  followClosedPipes();
  process.on('uncaughtException', (error) => endWith(error, occasion));
  // Nothing is left to wait for and no result is there: that must never look like success.
  process.once('beforeExit', () => endWith(new Error('the command ended without a result'), occasion));
  runCommandLine(argv, occasion).then(exitWith, (error: unknown) => endWith(error, occasion));
}

/** Waits until stdout has taken what was written. */
function exitWith(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

function endWith(error: unknown, occasion: Occasion): void {
  const failure = describeFailure(error, occasion);
  process.stderr.write(`${failure.text}\n`);
  process.exit(failure.code);
}

/** Nobody reads the result any more (`| head`): stop as other programs do. Lost talk is no reason to stop a rollout. */
function followClosedPipes(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCode.bug));
  process.stderr.on('error', () => undefined);
}

function describeOccasion(argv: readonly string[]): Occasion {
  const about: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { version, bugs } = about as { version: string; bugs: { url: string } };
  const colour = process.stderr.isTTY === true && process.env.NO_COLOR === undefined;
  return { argv, env: process.env, version, issues: bugs.url, colour };
}

async function runCommandLine(argv: readonly string[], occasion: Occasion): Promise<number> {
  const split = argv.indexOf('--');
  const words = split < 0 ? argv : argv.slice(0, split);
  const rest = split < 0 ? [] : argv.slice(split + 1);
  const program = createProgram(occasion.version);
  let code: ExitCode = exitCode.done;
  for (const entry of verbs) {
    const command = program.command(entry.name, { hidden: entry.hidden ?? false }).summary(entry.summary);
    if (entry.name !== namedVerb(words)) continue;
    const { verb } = await entry.load();
    describeVerb(command, verb);
    command.action(async () => {
      if (rest.length > 0 && !verb.passThrough) command.error(`error: ${verb.name} takes no words after --`);
      if (verb.passThrough) refuseUnseparated(command, rest);
      code = await runVerb(verb, command, rest, occasion);
    });
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  }
  return code;
}

/** The verb that is asked for, or asked about (`nuages help plan`). */
function namedVerb(words: readonly string[]): VerbEntry['name'] | undefined {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  return first === 'help' ? second : first;
}

function createProgram(version: string): Command {
  return new Command('nuages')
    .description('Takes a Django project, unedited, to production.')
    .usage('<verb> [options]')
    .version(version)
    .addHelpText('after', codesHelp)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help to see what is possible)')
    .exitOverride();
}

function describeVerb(command: Command, verb: Verb): void {
  command.description(verb.summary).addHelpText('after', `\nExample:\n  ${verb.example.replaceAll('\n', '\n  ')}`);
  for (const argument of verb.arguments) {
    command.argument(argument.required ? `<${argument.name}>` : `[${argument.name}]`, argument.summary);
  }
  for (const option of verb.options) command.addOption(createOption(option));
  // What stands before `--` by mistake is told by refuseUnseparated, which knows what was meant.
  if (verb.passThrough) {
    command.usage(`${command.usage()} -- <words...>`).allowExcessArguments().allowUnknownOption();
  }
}

/** `<name...>` is a flag that may be given again; each takes one word, so that it never swallows the folder after it. */
function createOption({ flags, summary, default: value }: VerbOption): Option {
  if (!flags.endsWith('...>')) return new Option(flags, summary).default(value);
  const option = new Option(flags.replace('...>', '>'), `${summary}; may be given again`);
  return option.argParser((word: string, before: readonly string[] = []) => [...before, word]);
}

/** Ends with exit code 2 when words of a passed-on command stand before `--`. */
function refuseUnseparated(command: Command, rest: readonly string[]): void {
  const [first = '.', ...others] = command.args;
  const folder = existsSync(first) || (rest.length > 0 && others.length === 0) ? [first] : [];
  const words = command.args.slice(folder.length);
  if (words.length === 0) return;
  const line = joinShellWords(['nuages', command.name(), ...folder, '--', ...words, ...rest]);
  command.error(`error: write ${joinShellWords(words)} after --: ${line}`);
}

async function runVerb(verb: Verb, command: Command, rest: readonly string[], occasion: Occasion): Promise<ExitCode> {
  const { createWorld } = await import('./system/world.ts');
  const world = createWorld();
  const phases = followPhases(world.terminal);
  const args = Object.fromEntries(verb.arguments.map(({ name }, index) => [name, command.args[index]]));
  const options = command.opts<Record<string, OptionValue>>();
  try {
    return await verb.run({ args, rest, options, world: { ...world, terminal: phases.terminal } });
  } catch (error) {
    const failure = describeFailure(error, occasion, phases.current());
    if (!world.signal.aborted) {
      process.stderr.write(`${failure.text}\n`);
      return failure.code;
    }
    process.stderr.write(failure.code === exitCode.bug ? 'Interrupted.\n' : `${failure.text}\nInterrupted.\n`);
    return exitCode.interrupted;
  }
}
