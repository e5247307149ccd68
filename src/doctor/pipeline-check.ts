import { within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { good, warning, type Check } from './check.ts';

const remedy =
  'A person can leave hooks out (git commit --no-verify), a pipeline cannot: npx farout-guard init --ci github';

/** Whether a pipeline runs the same check; hooks can be left out. */
export function checkPipeline(files: Files): Check {
  const title = 'pipeline';
  const found = candidates(files).find((path) => (files.read(path) ?? '').includes('farout-guard'));
  if (found !== undefined) return good(title, `${found} runs farout-guard`);
  return warning(title, 'no pipeline here names farout-guard', remedy);
}

function candidates(files: Files): readonly string[] {
  const workflows = files.list('.github/workflows').map((name) => within('.github/workflows', name));
  const single = ['.gitlab-ci.yml', 'bitbucket-pipelines.yml', 'azure-pipelines.yml', 'Jenkinsfile', '.circleci/config.yml', '.drone.yml', '.buildkite/pipeline.yml', 'package.json']; // prettier-ignore
  return [...workflows.filter((path) => /\.ya?ml$/.test(path)), ...single];
}
