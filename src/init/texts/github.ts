/** What a pipeline needs to know. */
export interface Pipeline {
  readonly branches: readonly string[];
  /** The folder of package.json, or empty. */
  readonly folder: string;
  /** Steps of the workflow before the check, each with its lines. */
  readonly setUp: readonly (readonly string[])[];
  /** How the program is called. */
  readonly guard: string;
}

/** The workflow for GitHub Actions. The names of branches come in by the environment: they may hold what a shell would run. */
export function githubWorkflow({ branches, folder, setUp, guard }: Pipeline): string {
  const steps = [['uses: actions/checkout@v4', 'with:', '  fetch-depth: 0'], ...setUp];
  return `# The same check as on commit, on the same changes: this one cannot be left out with --no-verify.
name: farout-guard
on:
  pull_request:
  push:
    branches: [${branches.join(', ')}]
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  migrations:
    runs-on: ubuntu-latest
    timeout-minutes: 10
${folder === '' ? '' : `    defaults:\n      run:\n        working-directory: ${JSON.stringify(folder)}\n`}    steps:
${steps.map((lines) => lines.map((line, index) => `      ${index === 0 ? '- ' : '  '}${line}\n`).join('')).join('')}      - name: What the pull request changes
        if: github.event_name == 'pull_request'
        env:
          BASE: \${{ github.base_ref }}
        run: ${guard} lint --diff "origin/$BASE...HEAD"
      - name: All migrations
        if: github.event_name == 'push'
        run: ${guard} lint --allow-empty
`;
}
