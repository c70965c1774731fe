/** One health request to a release's own socket: in, socket and path; out, the status. */

import { get } from 'node:http';
import { createConnection } from 'node:net';

/** @returns the status, or undefined when there was no answer within `milliseconds` */
export function probe(socket: string, path: string, milliseconds: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(
      {
        path,
        headers: { Host: 'localhost', Connection: 'close', 'User-Agent': 'nuages-supervisor' },
        createConnection: () => createConnection(socket),
      },
      (answer) => {
        answer.resume();
        answer.once('close', () => {
          clearTimeout(timer);
          resolve(answer.statusCode);
        });
      },
    );
    const timer = setTimeout(() => request.destroy(new Error('late')), milliseconds);
    request.on('error', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
