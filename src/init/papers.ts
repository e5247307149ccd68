import { within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import type { Host } from './survey.ts';
import { checklist } from './texts/checklist.ts';
import { incidents } from './texts/incidents.ts';
import { pullRequest, review } from './texts/review.ts';
import { document, isOurs, type Wish } from './wish.ts';

/** What people work with: checklist, incidents, and the questions of a review. */
export function paperWishes(host: Host, files: Files): readonly Wish[] {
  return [
    document('DATABASE_PREFLIGHT_CHECKLIST.md', 'to go through before a migration runs', checklist),
    document('INCIDENTS.md', 'what went wrong, and what prevents it now', incidents),
    ...(host === 'gitlab' ? [mergeRequest(files)] : host === 'github' ? [pullRequestTemplate(files)] : []),
  ];
}

const reviewAbout = "the reviewer's questions";

/** https://docs.gitlab.com/user/project/description_templates: the one named Default is taken by itself. */
function mergeRequest(files: Files): Wish {
  const folder = '.gitlab/merge_request_templates';
  const name = files.list(folder).find((entry) => /^default\.md$/i.test(entry));
  return name === undefined
    ? document(`${folder}/Default.md`, reviewAbout, pullRequest)
    : appended(within(folder, name), review);
}

/** https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests */
function pullRequestTemplate(files: Files): Wish {
  for (const folder of ['.github', '', 'docs']) {
    const name = files.list(folder).find((entry) => /^pull_request_template\.(?:md|txt)$/i.test(entry));
    if (name !== undefined) return appended(within(folder, name), review);
    const several = files.list(folder).find((entry) => /^pull_request_template$/i.test(entry));
    if (several !== undefined)
      return document(`${within(folder, several)}/database_migration.md`, reviewAbout, pullRequest);
  }
  return document('.github/pull_request_template.md', reviewAbout, pullRequest);
}

/** A section at the end of a text for people. */
function appended(path: string, section: string): Wish {
  const merge = (text: string) => {
    if (isOurs(text)) return text;
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
    return text + gap + section.replaceAll('\n', eol);
  };
  return { path, about: reviewAbout, text: section, merge, beside: section };
}
