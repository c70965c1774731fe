/** `npm test`: in, this machine; out, every suite that it can run, and by name what it cannot and how to enable that. */

import { missingBare, missingPython } from './machine.ts';
import { report, runSuites, type Suite } from './suite.ts';

const node = process.execPath;

const suites: readonly Suite[] = [
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'], budgetSeconds: 60 },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], budgetSeconds: 120 },
  { name: 'unit', command: ['vitest', 'run', '--project', 'unit'], budgetSeconds: 300 },
  { name: 'package', command: [node, 'scripts/test-package.ts'], budgetSeconds: 180 },
  { name: 'runtime', command: [node, 'scripts/test-runtime.ts'], budgetSeconds: 600, missing: missingPython },
  { name: 'bad-input', command: [node, 'scripts/e2e.ts', 'bad-input'], budgetSeconds: 480, missing: missingPython },
  {
    name: 'e2e',
    command: [node, 'scripts/e2e.ts', 'local', 'documents'],
    budgetSeconds: 720,
    alone: true,
    missing: missingPython,
  },
  { name: 'bare', command: [node, 'scripts/bare.ts'], budgetSeconds: 1200, alone: true, missing: missingBare },
];

/** `npm test -- unit types` runs only these. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${suites.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}
const chosen = wanted.length === 0 ? suites : suites.filter((suite) => wanted.includes(suite.name));
process.exitCode = report(await runSuites(chosen, 2));
