/** A request's body, taken in whole before a worker sees it: in, the client's stream; out, bytes to be read as often as needed. */

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface BodyLimits {
  /** Larger ones are refused with 413. */
  readonly maxBytes: number;
  /** Larger ones go to a temporary file. */
  readonly memoryBytes: number;
  /** Where that file is made; it has no name there once it is open. */
  readonly folder: string;
  /** A client that sends nothing for so long is refused with 408. */
  readonly idleMilliseconds: number;
}

export interface RequestBody {
  /** Undefined when the client announced no body. */
  readonly length: number | undefined;
  /** Writes the whole body and ends the stream; may be called again for another one. */
  sendTo(stream: Writable): void;
  dispose(): void;
}

/** Why a body was not taken, as a status for the client. */
export class BodyRefusal extends Error {
  readonly status: 408 | 413;

  constructor(status: 408 | 413) {
    super(`request body refused with ${status}`);
    this.name = 'BodyRefusal';
    this.status = status;
  }
}

const noBody: RequestBody = { length: undefined, sendTo: (stream) => void stream.end(), dispose: () => undefined };

/** Whether the client announced a body. */
function hasBody(request: IncomingMessage): boolean {
  return request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
}

/**
 * Reads the body to its end.
 * @throws BodyRefusal when it is too large or stops coming; the stream's own error when the client has gone
 */
export async function receiveBody(request: IncomingMessage, limits: BodyLimits): Promise<RequestBody> {
  if (!hasBody(request)) return noBody;
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) throw new BodyRefusal(413);
  const chunks: Buffer[] = [];
  let length = 0;
  let file: FileHandle | undefined;
  try {
    for await (const chunk of readPatiently(request, limits.idleMilliseconds)) {
      length += chunk.length;
      if (length > limits.maxBytes) throw new BodyRefusal(413);
      if (file === undefined && length > limits.memoryBytes) file = await spool(limits.folder, chunks);
      if (file === undefined) chunks.push(chunk);
      else await file.appendFile(chunk);
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  return file === undefined ? inMemory(chunks, length) : inFile(file, length);
}

/** The chunks of a stream; throws BodyRefusal when one is too long in coming. Leaves the stream open for an answer. */
async function* readPatiently(request: IncomingMessage, milliseconds: number): AsyncGenerator<Buffer> {
  const chunks = request.iterator({ destroyOnReturn: false });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BodyRefusal(408)), milliseconds);
  });
  // It may fire while the disk is slow; the next race tells it.
  late.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), late]);
      if (next.done === true) return;
      timer?.refresh();
      yield next.value as Buffer;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A file without a name, so that nothing stays behind whatever becomes of us. */
async function spool(folder: string, chunks: readonly Buffer[]): Promise<FileHandle> {
  const path = join(folder, `body-${randomUUID().slice(0, 8)}`);
  const file = await open(path, 'ax+', 0o600);
  await unlink(path);
  for (const chunk of chunks) await file.appendFile(chunk);
  return file;
}

function inMemory(chunks: readonly Buffer[], length: number): RequestBody {
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
  return { length, sendTo: (stream) => void stream.end(bytes), dispose: () => undefined };
}

function inFile(file: FileHandle, length: number): RequestBody {
  return {
    length,
    sendTo: (stream) => {
      // The fate of the stream is told to whoever made it, by its own error event.
      pipeline(file.createReadStream({ start: 0, autoClose: false }), stream).catch(() => undefined);
    },
    dispose: () => void file.close().catch(() => undefined),
  };
}
