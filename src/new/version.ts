import { UserError } from '../errors.ts';
import type { Naming, VersionStyle } from '../project/framework-kinds.ts';
import { compareVersions, timeOf } from '../project/framework-versions.ts';

/** How versions are made; the last three only where a folder has them already. */
type Style = VersionStyle | 'days' | 'minutes' | 'epoch';

/** What a new version follows. */
export interface Sequence {
  readonly naming: Pick<Naming, 'version' | 'first'>;
  /** The versions that the folder has, as they are written. */
  readonly versions: readonly string[];
  readonly now: Date;
  /** Whether the tool compares names letter by letter, so that 10 would come before 9. */
  readonly byLetters: boolean;
}

/** The version of a new migration: after the newest one, written as that one is. */
export function nextVersion({ naming, versions, now, byLetters }: Sequence): string {
  if (naming.version === 'none') return '';
  const newest = [...versions].sort(compareVersions).at(-1) ?? null;
  const style = (newest === null ? null : styleOf(newest)) ?? naming.version;
  const last = newest === null ? null : timeOf(newest);
  if (style !== 'counter' && (newest === null || last !== null)) return timed(style, now, last);
  return newest === null ? (naming.first ?? '1') : counted(newest, byLetters);
}

const styles: readonly (readonly [RegExp, Style])[] = [
  [/^\d{4}-\d\d-\d\d-\d{6}(?!\d)/, 'dashed'],
  [/^(?:19|20)\d{6}_\d{6}(?!\d)/, 'underscored'],
  [/^\d{4}\.\d\d\.\d\dT/, 'dotted'],
  [/^(?:19|20)\d{12}(?!\d)/, 'seconds'],
  [/^(?:19|20)\d{10}(?!\d)/, 'minutes'],
  [/^(?:19|20)\d{6}(?!\d)/, 'days'],
  [/^1\d{12}(?!\d)/, 'milliseconds'],
  [/^1\d{9}(?!\d)/, 'epoch'],
  [/^\d/, 'counter'],
];

function styleOf(version: string): Style | null {
  const style = styles.find(([form]) => form.test(version))?.[1] ?? null;
  return style === 'counter' || timeOf(version) !== null ? style : 'counter';
}

/** The time now, or the one right after the newest where a clock was ahead. */
function timed(style: Style, now: Date, last: number | null): string {
  const step = { milliseconds: 1, minutes: 60_000, days: 86_400_000 }[style as string] ?? 1000;
  const time = Math.max(now.getTime(), last === null ? 0 : last + step);
  if (style === 'milliseconds') return String(time);
  if (style === 'epoch') return String(Math.floor(time / 1000));
  const [date = '', clock = ''] = new Date(time).toISOString().slice(0, 19).split('T');
  const [days, hours] = [date.replaceAll('-', ''), clock.replaceAll(':', '')];
  if (style === 'dashed') return `${date}-${hours}`;
  if (style === 'underscored') return `${days}_${hours}`;
  if (style === 'dotted') return `${date.replaceAll('-', '.')}T${clock.replaceAll(':', '.')}`;
  if (style === 'days') return days;
  return style === 'minutes' ? `${days}${hours.slice(0, 4)}` : `${days}${hours}`;
}

function counted(newest: string, byLetters: boolean): string {
  const next = newest.replace(/\d+(?!.*\d)/, (digits) => String(BigInt(digits) + 1n).padStart(digits.length, '0'));
  if (!byLetters || next.length === newest.length) return next;
  throw new UserError(
    `new: after ${newest} the numbers need one more digit, and by its letters ${next} would come first: give the migrations longer numbers`,
  );
}
