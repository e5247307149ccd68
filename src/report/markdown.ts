import type { Paint } from './paint.ts';

/** Shows a page written in Markdown on a terminal: headings, code and links are marked by colour, the words stay as they are. */
export function renderMarkdown(text: string, paint: Paint): string {
  let fence = '';
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1] ?? '';
    if (fence === '' ? mark !== '' : mark.startsWith(fence)) {
      fence = fence === '' ? mark : '';
      return [];
    }
    return [fence === '' ? renderLine(line, paint) : `    ${paint.cyan(line)}`.trimEnd()];
  });
  return `${lines.join('\n').trim()}\n`;
}

function renderLine(line: string, paint: Paint): string {
  const heading = /^#{1,6} +(.*?) *#*$/.exec(line);
  if (heading) return paint.bold(heading[1] ?? '');
  return line
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith('`') ? paint.cyan(part.slice(1, -1)) : renderWords(part, paint)))
    .join('');
}

function renderWords(words: string, paint: Paint): string {
  return words
    .replace(/\[([^\][]+)\]\(([^()\s]+)\)/g, (_, label: string, url: string) => `${label} (${paint.underline(url)})`)
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => paint.bold(strong));
}
