/** How most lines of a text end; `\n` when it has one line. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  let [unix, dos] = [0, 0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text[at - 1] === '\r') dos += 1;
    else unix += 1;
  }
  return dos > unix ? '\r\n' : '\n';
}

/** What is written into a text, its lines ended as those of that text are. */
export function withLineEndsOf(text: string, written: string): string {
  if (!written.includes('\n')) return written;
  // Nearly all texts have one kind, and this is asked for each change of a text.
  return written.replaceAll(/\r?\n/g, text.includes('\r') ? lineEndOf(text) : '\n');
}
