/** A text between dollar quotes that it does not hold. */
export function dollarQuoted(text: string): string {
  let tag = '$farout$';
  for (let number = 0; text.includes(tag); number++) tag = `$farout${number}$`;
  return tag + text + tag;
}

/** A string constant, read the same whatever `standard_conforming_strings` says. */
export function stringConstant(text: string): string {
  const plain = text.replaceAll("'", "''");
  return plain.includes('\\') ? ` E'${plain.replaceAll('\\', '\\\\')}'` : `'${plain}'`;
}

const mark = 'farout_guard: ';

/** The statement with which a `DO` block says its result, whatever `client_min_messages` says. */
export const say = (expression: string) => `RAISE INFO USING MESSAGE = '${mark}' || ${expression}`;

/** What a `DO` block said. */
export function said(notices: readonly { readonly message: string }[]): string | null {
  return notices.find(({ message }) => message.startsWith(mark))?.message.slice(mark.length) ?? null;
}
