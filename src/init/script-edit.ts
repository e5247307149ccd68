/**
 * Puts lines into a shell script: at its beginning, where neither `exit` nor `exec` comes before them, or behind lint-staged, whose
 * formatters stage what is to be judged, too. Null when it is no shell script.
 */
export function addToScript(text: string, lines: readonly string[]): string | null {
  if (isCalledIn(text)) return text;
  const isShell = !text.startsWith('#!') || /^#!.*[/ ](?:ba|da|z|k|a)?sh\b/.test(text);
  if (!isShell || /^\ufeff|\0/.test(text)) return null;
  const staged = stagedBefore(text);
  if (staged !== null) return staged.before + [...staged.check, ...lines, ''].join('\n') + staged.after;
  const head = /^(?:#!.*\r?\n?)?(?:(?:[^\S\n]*(?:#.*)?\n)*[^\n]*husky\.sh"?[^\n]*\n?)?/.exec(text)?.[0] ?? '';
  const gap = head === '' || head.endsWith('\n') ? '' : '\n';
  return `${head}${gap}${lines.map((line) => `${line}\n`).join('')}${text.slice(head.length)}`;
}

/** Whether a line does nothing but call lint-staged. */
export function isLintStaged(line: string): boolean {
  const word = String.raw`[\w./@+=:'"-]+`;
  const isCall = new RegExp(`^(?:${word}[ \\t]+)*(?:[\\w./-]*/)?(?:lint|nano)-staged(?:[ \\t]+${word})*[ \\t]*$`).test(
    line,
  );
  return isCall && !/^(?:exec|echo|printf|command|which|type|if|elif|then|else|while|until|do)\b/.test(line);
}

/** The script up to its call of lint-staged, when that call is always reached, in the folder that git calls the script in. */
function stagedBefore(text: string) {
  const lines = text.split(/(?<=\n)/);
  const at = lines.findIndex((line) => isLintStaged(line.trimEnd()));
  const head = lines.slice(0, at).filter((line) => !/^\s*#/.test(line));
  if (at < 0 || head.some((line) => /\b(?:exit|exec|return|if|case|for|while|until|cd|pushd)\b|\(\)|<<|\\\r?\n$/.test(line))) return null; // prettier-ignore
  const before = lines
    .slice(0, at + 1)
    .join('')
    .replace(/\n?$/, '\n');
  const after = lines.slice(at + 1).join('');
  // The last command of a script decides; of those before it nobody may ask.
  const check = after.replaceAll(/^\s*#.*$/gm, '').trim() === '' ? ['[ $? -eq 0 ] || exit 1'] : [];
  return { before, check, after };
}

/** Whether a line that is no comment, of a shell script or another program, calls us. */
export function isCalledIn(text: string): boolean {
  return /^(?!\s*(?:#|\/\/))[^#\n]*\bfarout-guard(?:@[\w.^~-]+)?(?:\/hooks\/|\s+(?:hook|lint|commit-msg)\b)/m.test(
    text,
  );
}
