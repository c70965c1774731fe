/** One phase of a rollout as a person sees it: in, its name and details; out, a live line or plain lines with its duration. */

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** A phase on the screen. */
export interface PhaseLine {
  detail(text: string): void;
  end(how: 'done' | 'failed'): void;
}

/**
 * Starts to show a phase. Hand-written in place of the prompt library's spinner, which takes the keyboard away and ends
 * the process at Ctrl-C, before a rollout can leave things whole.
 * @param live redraw one line; otherwise only the end is written, and details as lines of their own
 */
export function createPhaseLine(name: string, write: (text: string) => void, live: boolean): PhaseLine {
  const start = performance.now();
  const title = name.padEnd(8);
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  let text = '';
  let frame = 0;
  const draw = () => {
    frame += 1;
    write(`\r\u001b[2K${frames[frame % frames.length]} ${title} ${seconds().padStart(7)}  ${shorten(text)}`);
  };
  const timer = live ? setInterval(draw, 120) : undefined;
  timer?.unref();
  return {
    detail: (next) => {
      text = next;
      if (!live) write(`  ${title} ${next}\n`);
    },
    end: (how) => {
      clearInterval(timer);
      const mark = how === 'done' ? '✓' : '✗';
      write(
        `${live ? '\r\u001b[2K' : ''}${mark} ${title} ${seconds().padStart(7)}${how === 'failed' ? '  failed' : ''}\n`,
      );
    },
  };
}

/** A line that wraps cannot be redrawn in place. */
function shorten(text: string): string {
  const width = Math.max(20, (process.stderr.columns || 80) - 24);
  const line = text.replace(/\s+/g, ' ');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
