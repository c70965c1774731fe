/** What the target `local` can do: in, nothing; out, its capabilities. */

import type { Capabilities } from '../../model/target.ts';

/** This machine, without containers: a front of our own passes requests on, the application serves files. */
export const localCapabilities: Capabilities = {
  proxy: 'own',
  servesFiles: false,
  disk: 'host',
  secrets: 'file',
  tls: 'none',
  releaseStep: true,
  scheduler: false,
  services: ['sqlite'],
};
