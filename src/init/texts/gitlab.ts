/** What a job needs to know. */
export interface Job {
  readonly stage: string;
  /** The folder of package.json, or empty. */
  readonly folder: string;
  readonly setUp: readonly string[];
  readonly guard: string;
}

/**
 * The job for GitLab CI. It has no rules of its own: with one for merge requests alone, GitLab would make a second pipeline
 * without the project's other jobs, and a merge would wait only for that one.
 */
export function gitlabJob({ stage, folder, setUp, guard }: Job): string {
  const report = '--format stylish --format "gitlab:$CI_PROJECT_DIR/gl-code-quality-report.json"';
  const script = [...(folder === '' ? [] : [`cd '${folder.replaceAll("'", "'\\''")}'`]), ...setUp];
  return `# The same check as on commit, on the same changes: this one cannot be left out with --no-verify.
farout-guard:
  stage: ${stage}
  image: node:22
  variables:
    GIT_DEPTH: 0
  script:
${script.map((line) => `    - ${line}\n`).join('')}    - |
      if [ "$CI_COMMIT_BRANCH" = "$CI_DEFAULT_BRANCH" ]; then
        ${guard} lint --allow-empty ${report}
      else
        git fetch --quiet origin "+refs/heads/$CI_DEFAULT_BRANCH:refs/remotes/origin/$CI_DEFAULT_BRANCH"
        ${guard} lint --diff "\${CI_MERGE_REQUEST_DIFF_BASE_SHA:-origin/$CI_DEFAULT_BRANCH}...HEAD" ${report}
      fi
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}
