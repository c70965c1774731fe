/** Options of the target `local`: in, the table `[targets.local]`; out, the same with defaults. */

import { z } from 'zod';

export const localSchema = z.strictObject({
  host: z.string().min(1).optional().meta({ description: 'Address to listen on.', default: '127.0.0.1' }),
  port: z.int().min(0).max(65535).optional().meta({
    description: 'Port to listen on; 0 takes any free one.',
    default: 'where the site listens already, else 8000',
  }),
  'ready-timeout': z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Seconds a new release may take until it is ready.', default: 60 }),
  soak: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Seconds a new release is watched before traffic moves to it.', default: 2 }),
  watch: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Seconds a new release is watched after traffic moved, with the old one kept.', default: 5 }),
});

/** Times are in seconds. */
export interface LocalOptions {
  readonly host: string;
  readonly port: number;
  /** False when it was left out: a site that is there keeps its own then. */
  readonly isHostSaid: boolean;
  /** The same for the port. */
  readonly isPortSaid: boolean;
  readonly readySeconds: number;
  readonly soakSeconds: number;
  readonly watchSeconds: number;
}

/** Fills in the defaults. `written` has passed the schema. */
export function readLocalOptions(written: z.infer<typeof localSchema>): LocalOptions {
  return {
    host: written.host ?? '127.0.0.1',
    port: written.port ?? 8000,
    isHostSaid: written.host !== undefined,
    isPortSaid: written.port !== undefined,
    readySeconds: written['ready-timeout'] ?? 60,
    soakSeconds: written.soak ?? 2,
    watchSeconds: written.watch ?? 5,
  };
}
