import { impossiblePart } from '../version-date.ts';

const units: Readonly<Record<number, number>> = { 8: 86_400_000, 12: 60_000, 14: 1000 };

/**
 * The version `steps` after one, in its form: a time of 14, 12 or 8 digits goes on by seconds, minutes or days,
 * with its separators; of anything else the last number counts on, as wide as it is.
 */
export function nextVersion(version: string, steps: number): string {
  const digits = version.replace(/\D+/g, '');
  const unit = units[digits.length];
  if (unit !== undefined && /^(?:19|20)/.test(digits) && impossiblePart(digits) === null)
    return inFormOf(version, laterTime(digits, steps * unit));
  return version.replace(/\d+(?=\D*$)/, (last) => (BigInt(last) + BigInt(steps)).toString().padStart(last.length, '0'));
}

function laterTime(digits: string, milliseconds: number): string {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(....)(..)(..)(..)?(..)?(..)?$/.exec(digits) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + milliseconds;
  return new Date(time).toISOString().replace(/\D/g, '').slice(0, digits.length);
}

function inFormOf(version: string, digits: string): string {
  let next = 0;
  return version.replace(/\d/g, () => digits.charAt(next++));
}
