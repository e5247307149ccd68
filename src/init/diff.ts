import { isChange, type Step } from './steps.ts';

const context = 3;

/** What the steps would change, as a patch that `git apply` takes. */
export function diffOf(steps: readonly Step[]): string {
  return steps.filter(isChange).map(diffOfStep).join('');
}

function diffOfStep({ path, before, after, executable, wasExecutable }: Step): string {
  const mode = executable ? '100755' : '100644';
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const modes = before === null ? `new file mode ${mode}\n` : executable === wasExecutable ? '' : `old mode 100644\nnew mode ${mode}\n`; // prettier-ignore
  const head = `diff --git ${from} ${to}\n${modes}`;
  return before === after
    ? head
    : `${head}--- ${before === null ? '/dev/null' : from}\n+++ ${to}\n${hunk(before ?? '', after)}`;
}

/** One hunk from the first to the last line that differs. */
function hunk(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const start = Math.max(0, head - context);
  const end = Math.max(0, tail - context);
  const lines = [
    ...old.slice(start, head).map((line) => ` ${line}`),
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
    ...old.slice(old.length - tail, old.length - end).map((line) => ` ${line}`),
  ];
  const sizes = [old.length, now.length].map((length) => length - end - start);
  const at = sizes.map((size) => `${size === 0 ? start : start + 1},${size}`);
  return `@@ -${at[0]} +${at[1]} @@\n${lines.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('')}`;
}

/** With their line ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Git's way to write unusual names. */
function quoted(path: string): string {
  return /["\\\n\t]/.test(path) ? JSON.stringify(path) : path;
}
