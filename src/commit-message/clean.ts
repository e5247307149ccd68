/** What git writes above the part of the file that it cuts off (git-commit(1), `--cleanup=scissors`). */
const scissors = ' ------------------------ >8 ------------------------';

/** The signs of which git chooses one where `core.commentChar` is `auto`. */
const signs = ['#', ';', '@', '!', '$', '%', '^', '&', '|', ':'];

/** The text of a message file with blanks where git will take something out, so that offsets stay those of the file. */
export function cleanMessage(text: string, comment: string, isStripped: boolean): string {
  const sign = comment === 'auto' ? usedSign(text) : comment;
  if (sign === null) return text;
  const cut = cutOf(text, sign);
  const kept = text.slice(0, cut);
  const message = isStripped ? kept.replace(/^[^\n]+/gm, (line) => (line.startsWith(sign) ? blank(line) : line)) : kept;
  return message + blank(text.slice(cut));
}

/** Where the part begins that git cuts off: at the text's end when there is none. */
function cutOf(text: string, sign: string): number {
  for (let at = text.indexOf(sign + scissors); at >= 0; at = text.indexOf(sign + scissors, at + 1)) {
    const isLine = at === 0 || text[at - 1] === '\n';
    if (isLine && /^\r?\n/.test(text.slice(at + sign.length + scissors.length, at + sign.length + scissors.length + 2)))
      return at;
  }
  return text.length;
}

/** The sign that git has chosen: that of its scissors, or of the comment with which it ends the file. */
export function usedSign(text: string): string | null {
  const cutting = signs.find((sign) => cutOf(text, sign) < text.length);
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return (
    cutting ??
    signs.find((sign) => last === sign || last.startsWith(`${sign} `) || last.startsWith(`${sign}\t`)) ??
    null
  );
}

const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');
