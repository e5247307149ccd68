import { isAbsolute, join, relative, sep } from 'node:path';
import type { Finding } from '../types.ts';
import { approvalWords } from './approval-words.ts';
import { frame } from './frame.ts';
import { printable, printableLines } from './printable.ts';
import type { Failed, Reporter, View } from './reporter.ts';
import { summary } from './summary.ts';
import { weightOf } from './weight.ts';

/** For people: each finding with its place in the source, what is wrong and why, the safe way as SQL, and a summary. */
export function stylish(view: View): Reporter {
  return {
    file(result) {
      const path = shownPath(result.path, view);
      if (result.kind === 'failed') return failure(result, path, view);
      return result.findings
        .map((finding) =>
          finding.approval ? approved(finding, path, view) : problem(finding, path, result.text, view),
        )
        .join('');
    },
    end: (tally, milliseconds) => summary(tally, milliseconds, view.paint),
  };
}

/** The path as seen from the folder that the program was called in, unless it lies outside. */
function shownPath(path: string, { root, cwd }: View): string {
  const absolute = join(root, path);
  const near = relative(cwd, absolute);
  return printable((near.startsWith('..') || isAbsolute(near) ? absolute : near).replaceAll(sep, '/'));
}

function failure({ message }: Failed, path: string, { paint }: View): string {
  return `${paint.bold(path)}  ${paint.bold(paint.red('could not be checked'))}\n\n${indent(message)}\n\n`;
}

function problem(finding: Finding, path: string, text: string, view: View): string {
  const { paint } = view;
  const colour = colourOf(finding, view);
  const [what = '', ...safeWay] = finding.message.split('\n');
  const head = [place(finding, path, view), paint.bold(colour(finding.severity === 'error' ? 'error' : 'warning'))];
  const paragraphs = [
    [...head, ruleName(finding, view), paint.dim(weightOf(finding))].join('  '),
    source(finding, text, view),
    indent(what),
    safeWay.map((line) => `    ${paint.cyan(printable(line))}`.trimEnd()).join('\n'),
    `  ${paint.dim(finding.url)}`,
  ];
  return `${paragraphs.filter((paragraph) => paragraph.trim() !== '').join('\n\n')}\n\n`;
}

function approved(finding: Finding, path: string, view: View): string {
  const { paint } = view;
  const reason = printable(finding.approval ? approvalWords(finding.approval) : '');
  const words = [
    place(finding, path, view),
    paint.green('approved'),
    ruleName(finding, view),
    paint.dim(weightOf(finding)),
  ];
  return `${words.join('  ')}\n\n  ${reason}\n\n`;
}

const place = ({ line, column }: Finding, path: string, { paint }: View) => paint.bold(`${path}:${line}:${column}`);
const colourOf = ({ severity }: Finding, { paint }: View) => (severity === 'error' ? paint.red : paint.yellow);
const indent = (text: string) => printableLines(text).replaceAll(/^(?=.)/gm, '  ');

/** The rule's name, as a link to its page where a terminal can follow it. */
function ruleName({ rule, url }: Finding, { links }: View): string {
  return links ? `\u001b]8;;${url}\u0007${rule}\u001b]8;;\u0007` : rule;
}

function source(finding: Finding, text: string, view: View): string {
  const { paint, width } = view;
  const colour = colourOf(finding, view);
  const gutter = String(finding.endLine).length;
  return frame(text, finding, width)
    .flatMap(({ line, code, underline }) => [
      `  ${paint.dim(`${String(line ?? '').padStart(gutter)} │`)} ${code}`.trimEnd(),
      ...(underline ? [`  ${paint.dim(`${' '.repeat(gutter)} │`)} ${colour(underline)}`] : []),
    ])
    .join('\n');
}
