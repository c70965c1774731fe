/** Where new requests go: in, the release that serves now; out, a socket for each request, and who is still busy. */

import type { FrontRules } from './protocol.ts';

/** A release as the front sees it. Its socket changes with each restart and is absent while nothing listens. */
export interface Slot {
  readonly id: string;
  readonly rules: FrontRules;
  readonly isTrusted: (address: string) => boolean;
  socket: string | undefined;
  inFlight: number;
}

/** The switch board between clients and releases. */
export interface Traffic {
  /** Sends all requests that come from now on to this slot. */
  point(slot: Slot | undefined): void;
  current(): Slot | undefined;
  /** Says where the server of a slot listens now, or that it does not. */
  setSocket(slot: Slot, socket: string | undefined): void;
  /**
   * Counts a request in, as soon as the current slot has a socket. Requests wait here while a server restarts.
   * @returns undefined when that took longer than `milliseconds`
   */
  enter(milliseconds: number): Promise<Entry | undefined>;
  /** Settles true when no request is in flight to the slot, false when `milliseconds` are over. */
  drained(slot: Slot, milliseconds: number): Promise<boolean>;
}

/** One request counted in; `leave` must be called once. */
export interface Entry {
  readonly slot: Slot;
  readonly socket: string;
  leave(): void;
}

export function createTraffic(): Traffic {
  let current: Slot | undefined;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const until = (test: () => boolean, milliseconds: number) => waitUntil(listeners, test, milliseconds);
  return {
    point(slot) {
      current = slot;
      changed();
    },
    current: () => current,
    setSocket(slot, socket) {
      slot.socket = socket;
      changed();
    },
    async enter(milliseconds) {
      if (current?.socket === undefined) await until(() => current?.socket !== undefined, milliseconds);
      const slot = current;
      if (slot?.socket === undefined) return undefined;
      slot.inFlight += 1;
      const leave = () => {
        slot.inFlight -= 1;
        if (slot.inFlight === 0) changed();
      };
      return { slot, socket: slot.socket, leave };
    },
    drained: (slot, milliseconds) => until(() => slot.inFlight === 0, milliseconds),
  };
}

function waitUntil(listeners: Set<() => void>, test: () => boolean, milliseconds: number): Promise<boolean> {
  if (test()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (result: boolean) => {
      clearTimeout(timer);
      listeners.delete(look);
      resolve(result);
    };
    const look = () => {
      if (test()) finish(true);
    };
    const timer = setTimeout(() => finish(false), milliseconds);
    listeners.add(look);
  });
}
