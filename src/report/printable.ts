/** Characters that move the cursor, recolour, reorder or hide text on a terminal. */
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Replaces what would act on a terminal by a visible sign; tabs and line feeds stay. */
export function printableLines(text: string): string {
  return text.replace(unprintable, visible);
}

/** Replaces what would act on a terminal by a visible sign, and keeps the text on one line. */
export function printable(text: string): string {
  return printableLines(text).replaceAll('\t', '    ').replaceAll('\n', '␊');
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
