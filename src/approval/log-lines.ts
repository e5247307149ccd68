import { isRecord } from '../receipt/is-record.ts';
import { canonical, sha256 } from './digest.ts';

/** Where every attempt is written down, from the project's root. */
export const logPath = '.farout-guard/log.jsonl';

/** What was attempted, and what came of it. */
export type LogEvent = 'approved' | 'refused' | 'aborted' | 'blocked' | 'revoked' | 'pruned' | 'executed' | 'failed';

/** What a line says; texts that are not known are absent. */
export interface LogEntry {
  readonly event: LogEvent;
  /** When: ISO 8601, UTC. */
  readonly at: string;
  readonly by: string | null;
  readonly file: string | null;
  readonly rule?: string;
  readonly statement?: string;
  /** Of an approval: its id, and the digest that its record has. */
  readonly approval?: string;
  readonly digest?: string;
  readonly why?: string;
}

/** A line: an entry, the hash of the line that its writer saw before it, and its own. */
interface LogLine extends LogEntry {
  readonly prev: string | null;
  readonly hash: string;
}

/** The text of the line after a log, with its line end; a last line that was cut off is ended first. */
export function lineAfter(log: string, entry: LogEntry): string {
  const prev = linesOf(log).findLast(({ line }) => line)?.line?.hash ?? null;
  const unhashed = { ...entry, prev };
  const line = { ...unhashed, hash: sha256(canonical(unhashed)) };
  return `${log === '' || log.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`;
} // prettier-ignore

/** A line of a log by its number, 1-based; null for what is none, or was changed since it was written. */
export interface NumberedLine {
  readonly number: number;
  readonly line: LogLine | null;
}

/** All lines of a log but empty ones. */
export function linesOf(log: string): readonly NumberedLine[] {
  return log.split('\n').flatMap((text, index) => (text.trim() === '' ? [] : [{ number: index + 1, line: parseLine(text) }]));
} // prettier-ignore

function parseLine(text: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value['hash'] !== 'string' || typeof value['event'] !== 'string') return null;
    const { hash, ...rest } = value;
    return sha256(canonical(rest)) === hash ? (value as unknown as LogLine) : null;
  } catch {
    return null;
  }
}

/** What a log tells of approvals: those that were given, each as `toldOf` has it, and the ids of those that were taken back. */
export function toldIn(log: string): { readonly approved: ReadonlySet<string>; readonly revoked: ReadonlySet<string> } {
  const lines = linesOf(log).flatMap(({ line }) => line ?? []);
  const of = (event: LogEvent) => lines.filter((line) => line.event === event);
  return {
    approved: new Set(of('approved').map(({ approval, digest }) => `${approval} ${digest}`)),
    revoked: new Set(of('revoked').map(({ approval = '' }) => approval)),
  };
}

/** An approval as a log tells of it: as it was when it was given. */
export const toldOf = ({ id, digest }: { readonly id: string; readonly digest: string }): string => `${id} ${digest}`;

/** What is wrong with a log, in words; none where every line is as it was written and follows one that is there. */
export function logProblems(log: string): readonly string[] {
  const lines = linesOf(log);
  const hashes = new Set(lines.flatMap(({ line }) => line?.hash ?? []));
  const isLost = (prev: string | null) => prev !== null && !hashes.has(prev);
  return lines.flatMap(({ number, line }) => {
    if (!line) return [`line ${number} was changed, or is no line of a log`];
    if (isLost(line.prev)) return [`the line before line ${number} was removed or changed`];
    return [];
  });
}
