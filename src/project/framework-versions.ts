/** Compares versions as tools do, number by number: `9` is before `10`, `1.2` before `1.10`. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left = '', right = ''] = [a[index], b[index]];
    if (left.length !== right.length) return left.length - right.length;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const numbersOf = (version: string) =>
  version.split(/\D+/).flatMap((digits) => (digits === '' ? [] : digits.replace(/^0+/, '')));

/** The milliseconds since 1970 that a version tells, be it written as a date or counted; null when it is a counter. */
export function timeOf(version: string): number | null {
  const date = /^((?:19|20)\d\d)[-._]?(\d\d)[-._]?(\d\d)(?:[-._T]?(\d\d)[-._]?(\d\d)(?:[-._]?(\d\d))?)?(?!\d)/.exec(
    version,
  );
  if (date) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = date
      .slice(1)
      .map((part: string | undefined) => Number(part ?? 0));
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
  if (/^1\d{12}$/.test(version)) return Number(version);
  return /^1\d{9}$/.test(version) ? Number(version) * 1000 : null;
}
