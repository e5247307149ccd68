/** Puts lines at the beginning of a shell script, where neither `exit` nor `exec` comes before them; null when it is no shell script. */
export function addToScript(text: string, lines: readonly string[]): string | null {
  if (isCalledIn(text)) return text;
  const isShell = !text.startsWith('#!') || /^#!.*[/ ](?:ba|da|z|k|a)?sh\b/.test(text);
  if (!isShell || /^\ufeff|\0/.test(text)) return null;
  const head = /^(?:#!.*\r?\n?)?(?:(?:[^\S\n]*(?:#.*)?\n)*[^\n]*husky\.sh"?[^\n]*\n?)?/.exec(text)?.[0] ?? '';
  const gap = head === '' || head.endsWith('\n') ? '' : '\n';
  return `${head}${gap}${lines.map((line) => `${line}\n`).join('')}${text.slice(head.length)}`;
}

/** Whether a line that is no comment, of a shell script or another program, calls us. */
export function isCalledIn(text: string): boolean {
  return /^(?!\s*(?:#|\/\/))[^#\n]*\bfarout-guard(?:@[\w.^~-]+)?(?:\/hooks\/|\s+(?:hook|lint|commit-msg)\b)/m.test(
    text,
  );
}
