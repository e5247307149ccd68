/** Digits of a year of our times, a month and a day, then perhaps hour, minute and second; with or without separators. */
const dated = /^((?:19|20)\d\d)[._-]?(\d\d)[._-]?(\d\d)(?:[._T-]?(\d\d)[._-]?(\d\d)(?:[._-]?(\d\d))?)?$/;

/** What is impossible in a version that is written like a date; null when it is none or a right one. */
export function impossiblePart(version: string): 'date' | 'time' | null {
  const match = dated.exec(version);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return 'date';
  return hour < 24 && minute < 60 && second < 60 ? null : 'time';
}
