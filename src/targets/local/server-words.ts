/** What a web server said before it ended: in, its last lines; out, the few that say why. */

interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly exception?: string;
}

/** Lines enough to see a cause and where it lies. */
const mostLines = 12;

/**
 * The last exception that was logged, without the frames of servers, of Python's import and of our own launchers; else the last lines as they are.
 * @param lines JSON objects or plain text, as the runtime writes them
 */
export function pickReason(lines: readonly string[]): readonly string[] {
  const logged = lines.map(parseLine).filter((line) => line !== undefined);
  const failure = logged.findLast((line) => line.exception !== undefined);
  if (failure?.exception !== undefined)
    return withoutForeignFrames(failure.exception.trimEnd().split('\n')).slice(-mostLines);
  const errors = logged.filter((line) => line.level === 'error' || line.level === 'critical');
  const messages = errors.flatMap((line) => (line.message === undefined ? [] : [line.message]));
  return messages.length > 0 ? messages.slice(-mostLines) : withoutForeignFrames(lines).slice(-mostLines);
}

function parseLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}

/** A frame is its `File` line and the indented source and marks below it. */
function withoutForeignFrames(lines: readonly string[]): readonly string[] {
  let isForeign = false;
  return lines.filter((line) => {
    if (/^\s*File "/.test(line))
      isForeign =
        /<frozen importlib|\/site-packages\/(gunicorn|uvicorn)\/|\/importlib\/|\/runtime\/nuages_runtime\//.test(line);
    else if (!line.startsWith('    ')) isForeign = false;
    return !isForeign;
  });
}
