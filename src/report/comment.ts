import type { Finding } from '../types.ts';
import { approvalWords } from './approval-words.ts';
import { plain, shortened, sqlBlock } from './markdown-text.ts';
import type { FileResult, Reporter, Tally, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';
import { amount, destruction } from './tally.ts';
import { rank, weightOf } from './weight.ts';

/** By this line a workflow finds its earlier comment. */
const marker = '<!-- farout-guard -->';
/** GitHub takes 65,536 characters; the last line needs some. */
const mostCharacters = 65_000;
const longest = { reason: 800, safeWay: 3000, path: 400 };

interface Item {
  readonly rank: number;
  readonly text: string;
  /** Whether it is about a problem, not a permission. */
  readonly isProblem: boolean;
}

interface Section {
  readonly title: string;
  readonly items: readonly Item[];
}

/** Markdown for the comment on a pull request: the heaviest first, by file, no longer than GitHub takes. */
export function comment(view: View): Reporter {
  const sections: Section[] = [];
  return {
    file(result) {
      const items = itemsOf(result).sort((a, b) => a.rank - b.rank);
      const path = shortened(repositoryPath(result.path, view), longest.path);
      if (items.length > 0) sections.push({ title: `#### <code>${plain(path)}</code>`, items });
      return '';
    },
    end(tally) {
      const sorted = sections.sort((a, b) => (a.items[0]?.rank ?? 0) - (b.items[0]?.rank ?? 0));
      return `${head(tally)}${fitting(sorted, mostCharacters - 1000)}`;
    },
  };
}

function itemsOf(result: FileResult): Item[] {
  if (result.kind === 'linted') return result.findings.map(itemOf);
  const reason = plain(shortened(result.message, longest.reason));
  return [{ rank: -1, text: `- **could not be checked**: ${reason}\n`, isProblem: true }];
}

function itemOf(finding: Finding): Item {
  const { approval, severity, line, rule, url, message } = finding;
  const place = `line ${line}, [${plain(rule)}](${url})`;
  if (approval) {
    const reason = plain(shortened(approvalWords(approval), longest.reason));
    return { rank: 4, text: `- approved (${weightOf(finding)}), ${place}: ${reason}\n`, isProblem: false };
  }
  const [what = '', ...safeWay] = message.split('\n');
  const head = `- **${severity === 'error' ? 'error' : 'warning'}** (${weightOf(finding)}), ${place}:`;
  const text = `${head} ${plain(shortened(what, longest.reason))}\n${details(safeWay.join('\n'))}`;
  return { rank: rank(finding), text, isProblem: true };
}

/** The safe way, folded away, indented so that it stays in its item. */
function details(safeWay: string): string {
  if (safeWay.trim() === '') return '';
  const block = sqlBlock(shortened(safeWay, longest.safeWay));
  const lines = ['<details><summary>The safe way</summary>', '', ...block.split('\n'), '', '</details>'];
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
}

function head(tally: Tally): string {
  const { errors, warnings, filesWithProblems, failed, files, approved, baselined } = tally;
  const counts = [errors > 0 ? amount(errors, 'error') : '', warnings > 0 ? amount(warnings, 'warning') : ''];
  const where = `${counts.filter(Boolean).join(', ')} in ${amount(filesWithProblems, 'file')}`;
  const parts = [
    filesWithProblems > 0 ? where : '',
    failed > 0 ? `${amount(failed, 'file')} could not be checked` : '',
  ].filter(Boolean);
  const danger = destruction(tally);
  const notes = [
    `${amount(files - failed, 'file')} checked`,
    approved > 0 ? `${amount(approved, 'finding')} approved` : '',
    baselined > 0 ? `${amount(baselined, 'finding')} known by the baseline` : '',
  ].filter(Boolean);
  const title = `### farout-guard: ${parts.join('; ') || 'no problems'}`;
  const paragraphs = [`${marker}\n${title}`, danger && `**${danger}.**`, `${notes.join(', ')}.`];
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

/** As many items as fit, and how many do not. */
function fitting(sections: readonly Section[], most: number): string {
  const written: string[] = [];
  let length = 0;
  let left = 0;
  for (const { title, items } of sections) {
    let before = `\n${title}\n\n`;
    for (const { text, isProblem } of items) {
      if (left > 0 || length + before.length + text.length > most) {
        left += isProblem ? 1 : 0;
        continue;
      }
      written.push(before, text);
      length += before.length + text.length;
      before = '';
    }
  }
  return (
    written.join('') +
    (left > 0 ? `\n${left} more ${left === 1 ? 'problem is' : 'problems are'} not shown here.\n` : '')
  );
}
