/** What a web server said before it ended: in, its last lines; out, the few that say why. */

interface LogLine {
  readonly logger?: string;
  readonly level?: string;
  readonly message?: string;
  readonly exception?: string;
}

/** Lines enough to see a cause and where it lies. */
const mostLines = 12;

/**
 * The last exception that was logged, without the frames of servers, of Python's import and of our own launchers; else errors and
 * warnings; else the plain lines.
 * @param lines JSON objects or plain text, as the runtime writes them
 */
export function pickReason(lines: readonly string[]): readonly string[] {
  const logged = lines.map(parseLine).filter((line) => line !== undefined);
  // What Django logs concerns one request, and answers for it; a server does not end of that.
  const failure = logged.findLast((line) => line.exception !== undefined && !line.logger?.startsWith('django.'));
  if (failure?.exception !== undefined)
    return withoutForeignFrames(failure.exception.trimEnd().split('\n')).slice(-mostLines);
  const telling = logged.filter((line) => line.level !== 'info' && !line.logger?.startsWith('django.'));
  const messages = telling.flatMap((line) => (line.message === undefined ? [] : [line.message]));
  const plain = lines.filter((line) => parseLine(line) === undefined);
  return messages.length > 0 ? [...new Set(messages)].slice(-mostLines) : withoutForeignFrames(plain).slice(-mostLines);
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
