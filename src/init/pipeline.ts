import { within } from '../migration/path.ts';
import { guardCommand, packageCommands, type PackageManager } from '../project/package-manager.ts';
import type { Host, Survey } from './survey.ts';
import { githubWorkflow } from './texts/github.ts';
import { gitlabJob } from './texts/gitlab.ts';
import { document, type Wish } from './wish.ts';
import { addToYaml, type ParseYaml } from './yaml-edit.ts';

/** The job that makes the same check where nobody can leave it out. */
export function pipelineWishes(host: Host, known: Survey, parse: ParseYaml): readonly Wish[] {
  if (host === 'github') return [github(known)];
  return host === 'gitlab' ? gitlab(known, parse) : [];
}

function github({ packages, defaultBranch }: Survey): Wish {
  const text = githubWorkflow({
    branches: defaultBranch === null ? ['main', 'master'] : [JSON.stringify(defaultBranch)],
    folder: packages?.home ?? '',
    setUp: githubSetUp(packages),
    guard: guardCommand(packages),
  });
  return document('.github/workflows/farout-guard.yml', 'GitHub Actions checks each pull request', text);
}

function githubSetUp(packages: PackageManager | null): readonly (readonly string[])[] {
  const node = ['uses: actions/setup-node@v4', 'with:', '  node-version: 22'];
  if (packages === null) return [node];
  const { name, manifest } = packages;
  const install = [`run: ${packageCommands[name].exactInstall}`];
  if (name === 'bun') return [node, ['uses: oven-sh/setup-bun@v2'], install];
  if (name === 'yarn') return [node, ['run: corepack enable'], install];
  const version = manifest.packageManager === null ? ['with:', '  version: 10'] : [];
  return name === 'pnpm' ? [['uses: pnpm/action-setup@v4', ...version], node, install] : [node, install];
}

function gitlab({ packages, files }: Survey, parse: ParseYaml): readonly Wish[] {
  const main = '.gitlab-ci.yml';
  const path = '.gitlab/farout-guard.gitlab-ci.yml';
  const text = gitlabJob({
    stage: stageIn(files.read(main), parse),
    folder: packages?.home ?? '',
    setUp: gitlabSetUp(packages),
    guard: guardCommand(packages),
  });
  const lines = [`- local: ${path}`];
  const include = ['include:', ...lines.map((line) => `  ${line}`), ''].join('\n');
  const merge = (there: string) =>
    there.includes(path) ? there : addToYaml(there, { keys: ['include'], lines }, parse);
  return [
    document(path, 'GitLab CI checks each merge request', text),
    {
      path: main,
      about: `takes in ${within('.gitlab', 'farout-guard.gitlab-ci.yml')}`,
      text: include,
      merge,
      beside: include,
    },
  ];
}

function gitlabSetUp(packages: PackageManager | null): readonly string[] {
  if (packages === null) return [];
  const { name } = packages;
  const tool = name === 'pnpm' || name === 'yarn' ? ['corepack enable'] : name === 'bun' ? ['npm install --global bun'] : []; // prettier-ignore
  return [...tool, packageCommands[name].exactInstall];
}

/** `test` is there unless the project names its stages; `.pre` is there always. */
function stageIn(text: string | null, parse: ParseYaml): string {
  try {
    const stages: unknown = (parse(text ?? '') as { stages?: unknown } | null)?.stages;
    return Array.isArray(stages) && !stages.includes('test') ? '.pre' : 'test';
  } catch {
    return 'test';
  }
}
