/** A report of a bug of ours: in, an unforeseen error; out, its stack and an issue link filled in, without secrets. */

/** What was going on. */
export interface Occasion {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Where issues are opened, from package.json. */
  readonly issues: string;
  readonly colour: boolean;
}

const secretName = /KEY|SECRET|TOKEN|PASS|PWD|DSN|CREDENTIAL|_URL$/i;
/** Shorter values are words that stand everywhere. */
const shortestSecret = 6;
/** Longer links are refused by browsers and servers. */
const longestBody = 4_000;

/** The text for stderr. */
export function describeBug(error: unknown, occasion: Occasion): string {
  const stack = redact(stackOf(error), occasion.env);
  return [
    'This is a bug in nuages, not in your project.',
    '',
    stack,
    '',
    'Please report it; this link has the text filled in (read it before you send it):',
    issueLink(stack, occasion),
  ].join('\n');
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `Thrown: ${String(error)}`;
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function issueLink(stack: string, occasion: Occasion): string {
  const body = [
    '### What I did',
    `nuages ${commandShape(occasion.argv)}`,
    '### What happened',
    '```',
    stack,
    '```',
    `nuages ${occasion.version}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
  ].join('\n');
  const title = stack.split('\n')[0]?.slice(0, 120) ?? 'Bug';
  const query = new URLSearchParams({ title, body: body.slice(0, longestBody) });
  return `${occasion.issues}/new?${query.toString()}`;
}

/** The verb and the names of its flags: values may be private, so none is sent. */
function commandShape(argv: readonly string[]): string {
  const [verb, ...rest] = argv;
  const flags = rest
    .filter((word) => word.startsWith('-') && word !== '--')
    .map((word) => word.replace(/=.*/s, '=...'));
  return [verb ?? '', ...flags].join(' ');
}

/** Takes out values of variables with telling names, passwords in URLs, and the person's home folder. */
export function redact(text: string, env: Readonly<Record<string, string | undefined>>): string {
  let result = text;
  for (const [name, value] of Object.entries(env)) {
    if (secretName.test(name) && value !== undefined && value.length >= shortestSecret) {
      result = result.replaceAll(value, `<${name}>`);
    }
  }
  result = result.replaceAll(/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, '$1:<password>@');
  return env.HOME !== undefined && env.HOME.length > 1 ? result.replaceAll(env.HOME, '~') : result;
}
