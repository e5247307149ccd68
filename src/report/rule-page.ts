import { fileURLToPath } from 'node:url';
import { readText } from '../files/disk.ts';
import { packageRoot } from '../package.ts';

/** A rule's page, as Markdown. */
export function rulePage(rule: string): string {
  const path = fileURLToPath(new URL(`rules/${rule}.md`, packageRoot));
  return readText(path, path);
}

/** What a page says before its examples, as text: without heading, level, tables and the targets of links. */
export function introduction(page: string): string {
  const [, ...paragraphs] = (page.split(/^## /m, 1)[0] ?? '').trim().split(/\n\s*\n/);
  return paragraphs
    .filter((paragraph) => !/^(?:Level \d|\||```)/.test(paragraph))
    .map(asText)
    .join('\n\n');
}

/** One line, or one for each item of a list. */
const asText = (paragraph: string) =>
  paragraph
    .replace(/\[([^\][]+)\]\([^()\s]+\)/g, '$1')
    .split(/\n(?=- )/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n');
