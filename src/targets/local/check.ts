/** What this machine cannot give a plan: in, a placement; out, problems with the variable or flag to set. */

import type { Problem } from '../../model/problem.ts';
import type { Placement } from '../../model/target.ts';
import { localCapabilities } from './capabilities.ts';

/** Warnings for what is left out, never a crash. */
export function checkPlacement(placement: Placement): readonly Problem[] {
  const { plan } = placement;
  const services = plan.services.filter(
    (service) => !service.external && !localCapabilities.services.includes(service.kind),
  );
  const workers = plan.processes.filter((process) => process.kind !== 'web');
  return [
    ...services.map(
      (service): Problem => ({
        level: 'error',
        code: 'service-not-here',
        message: `the target local does not run ${service.kind} (${service.name})`,
        fix: `start one yourself and give its URL (DATABASE_URL, REDIS_URL) in the environment or in .env`,
      }),
    ),
    ...workers.map(
      (worker): Problem => ({
        level: 'warning',
        code: 'worker-not-here',
        message: `the target local does not run the ${worker.kind} ${worker.name}`,
        fix: `run it beside the site: nuages manage, or ${worker.command.join(' ')}`,
      }),
    ),
  ];
}
