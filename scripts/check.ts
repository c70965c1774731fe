/** `npm run check`, the quick one, to run before each commit: in, the work tree; out, a row with its time for each kind of check. */

import { report, runSuites } from './suite.ts';

// Architecture, golden and command-line tests lie in test/ and belong to the project `unit`.
const suites = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'], budgetSeconds: 60 },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], budgetSeconds: 120 },
  { name: 'unit', command: ['vitest', 'run', '--project', 'unit'], budgetSeconds: 300 },
];

process.exitCode = report(await runSuites(suites, 2));
