/** What the supervisor and its clients say to each other: in and out, one JSON object a line over `control.sock`. */

/**
 * The web server of a release, as a program that binds a socket which the supervisor names.
 * `{socket}` in an argument or in a value of the environment becomes the absolute path of that socket, never longer than
 * 103 bytes and new for each start, so that a release can be started beside itself. The program must end when its
 * standard input closes, and must neither daemonise nor change its process id.
 */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** No secrets: it is kept in state.json. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the front does to requests; belongs to a release, so that a changed setting rolls out and back with it. */
export interface FrontRules {
  /** Addresses or CIDR blocks whose X-Forwarded-* and X-Request-ID are believed. */
  readonly trustedProxies: readonly string[];
  /** Larger request bodies get 413. */
  readonly maxBodyBytes: number;
}

/** All that the supervisor needs to start, judge and stop one release. Times are in seconds. */
export interface SupervisedRelease {
  readonly id: string;
  readonly command: ServerCommand;
  readonly front: FrontRules;
  /** Paths on the release's own socket; both answer 200 when all is well, for any Host. */
  readonly health: { readonly alive: string; readonly ready: string };
  /** From start to the first 200 of `health.ready`. */
  readonly readySeconds: number;
  /** How long the new server is watched before traffic moves. 0 to leave it out. */
  readonly soakSeconds: number;
  /** How long it is watched after traffic moved, with the old server kept to go back to. 0 to leave it out. */
  readonly watchSeconds: number;
  /** How long requests in flight may take when the server is stopped. */
  readonly graceSeconds: number;
}

export interface SwitchOptions {
  /**
   * A number: after the watch the old server is kept until `confirm`, and without one in so many seconds traffic goes back
   * by itself (the client may have died). Null: a watch without failure is the confirmation.
   */
  readonly confirmWithinSeconds: number | null;
}

/** Told while a switch goes on, in this order; `undoing` may follow any of them. */
export type SwitchEvent =
  | { readonly kind: 'started'; readonly id: string; readonly pid: number }
  | { readonly kind: 'ready'; readonly id: string; readonly milliseconds: number }
  | { readonly kind: 'soaked'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string | null }
  | { readonly kind: 'confirmed'; readonly id: string }
  | { readonly kind: 'undoing'; readonly id: string; readonly reason: string }
  | { readonly kind: 'draining'; readonly id: string; readonly inFlight: number }
  | { readonly kind: 'stopped'; readonly id: string; readonly how: 'term' | 'kill' };

/** How a switch ended. Whatever failed, the release that served before still serves. */
export type SwitchResult =
  | { readonly ok: true; readonly id: string }
  | {
      readonly ok: false;
      readonly id: string;
      /** `undone` is after traffic had moved, and went back. */
      readonly stage: 'start' | 'ready' | 'soak' | 'undone' | 'busy' | 'stopping';
      readonly reason: string;
      /** The last lines that the new server wrote. */
      readonly lines: readonly string[];
    };

/** One web server process (a gunicorn master). */
export interface ServerStatus {
  readonly id: string;
  readonly pid: number;
  readonly state: 'starting' | 'running' | 'restarting' | 'stopping';
  /** ISO time of its last start. */
  readonly startedAt: string;
  /** Restarts after crashes since the release was switched to. */
  readonly restarts: number;
  readonly inFlight: number;
}

export interface SupervisorStatus {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  readonly startedAt: string;
  /** Serves the requests that come now; null before the first switch. */
  readonly current: ServerStatus | null;
  /** Started for a switch, or kept to go back to, or draining. */
  readonly others: readonly ServerStatus[];
  readonly switching: boolean;
  /** True when it stops with the client that is attached. */
  readonly attached: boolean;
}

/** What a client may ask. */
export type Request =
  | { readonly verb: 'status' }
  | { readonly verb: 'switch'; readonly release: SupervisedRelease; readonly options: SwitchOptions }
  | { readonly verb: 'restart' }
  | { readonly verb: 'confirm'; readonly id: string }
  | { readonly verb: 'undo'; readonly id: string; readonly reason: string }
  | { readonly verb: 'attach' }
  | { readonly verb: 'stop' };

/** A line from client to supervisor: `call` pairs it with what comes back. */
export interface RequestLine {
  readonly call: number;
  readonly request: Request;
}

/** A line from supervisor to client: any number of events, then one result or error. */
export type ReplyLine =
  | { readonly call: number; readonly event: SwitchEvent }
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly error: string };

/** Where the supervisor listens and what it serves at its start. */
export interface SuperviseOptions {
  /** `.nuages/run`: becomes the working folder; holds control.sock, state.json and the sockets of the releases. */
  readonly runFolder: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The lines of the web servers are appended here. */
  readonly webLog: string;
  /** Starts the release again that state.json names as current. */
  readonly resume: boolean;
}
