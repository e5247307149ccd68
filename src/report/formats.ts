/** The formats of a report and what they are for; the first is the default. */
const purposes = {
  stylish: 'for people: the place, the reason, the safe way (default)',
  compact: 'one line a finding',
  json: 'in the shape of ESLint; merge-reports joins several',
  github: 'annotations of GitHub Actions; there they are added to stylish and compact',
  sarif: 'SARIF 2.1.0, for code scanning; merge-reports joins several',
  gitlab: 'Code Quality of GitLab',
  junit: 'JUnit XML',
  checkstyle: 'Checkstyle XML',
  markdown: 'for the comment on a pull request or the summary of a job',
} as const;

export type Format = keyof typeof purposes;

/** Their names. */
export const formats = Object.keys(purposes) as readonly Format[];

/** One line a format, for the help. */
export const formatNotes: readonly string[] = Object.entries(purposes).map(
  ([name, purpose]) => `${name.padEnd(10)}  ${purpose}`,
);

/** Whether a name is a format's. */
export const isFormat = (name: string): name is Format => Object.hasOwn(purposes, name);
