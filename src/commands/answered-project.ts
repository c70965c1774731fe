/** A project read with the user's answers: in, a source, an environment and a configuration; out, facts that hold for that site. */

import type { Config } from '../config/index.ts';
import { type Answers, inspectProject } from '../inspect/index.ts';
import type { Project } from '../model/project.ts';
import type { World } from '../model/shell.ts';
import type { Source } from '../model/source.ts';
import { nameGivenValues } from '../secrets/given-names.ts';
import { isSecret } from '../secrets/secret-name.ts';
import { gatherValues } from '../secrets/values.ts';

/**
 * Reads the project as the configuration says. Where the settings choose by a variable, the value that the site will get
 * decides, wherever it was given.
 * @throws UserError for what is no project
 */
export function inspectAnswered(source: Source, env: World['env'], config: Config): Project {
  const answers = answersOf(config);
  const project = inspectProject(source, answers);
  const variables = findChoosers(source, env, config, project);
  const told = answers.variables ?? {};
  const isNews = Object.entries(variables).some(([name, value]) => told[name] !== value);
  return isNews ? inspectProject(source, { ...answers, variables: { ...told, ...variables } }) : project;
}

/** What the user said of the code itself. Secrets decide nothing and are left out. */
function answersOf({ managePy, settings, configuration, wsgi, asgi, serve, variables }: Config): Answers {
  const plain = [...variables].filter(([name, { value }]) => !isSecret(name, value));
  return {
    managePy: managePy?.value,
    settings: settings?.value,
    configuration: configuration?.value,
    wsgi: wsgi?.value,
    asgi: asgi?.value,
    serve: serve?.value,
    variables: Object.fromEntries(plain.map(([name, { value }]) => [name, value])),
  };
}

/** Variables that reading asks for or that the configuration sets, as the environment and `.env` files have them. */
function findChoosers(source: Source, env: World['env'], config: Config, project: Project): Record<string, string> {
  const { values } = gatherValues(source, env, config.environment, config, project.environment);
  const { plain } = nameGivenValues(values, project.environment);
  const asked = project.questions.flatMap(({ key }) => (key.startsWith('variables.') ? [key.slice(10)] : []));
  const names = new Set([...config.variables.keys(), ...asked]);
  return Object.fromEntries([...names].flatMap((name) => [[name, plain.get(name)?.value] as const]).filter(isGiven));
}

function isGiven(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}
