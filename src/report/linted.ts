import type { Finding, SourceFile } from '../types.ts';
import type { Linted } from './reporter.ts';

/** The result of a file that was judged. */
export function linted({ path, text }: SourceFile, findings: readonly Finding[]): Linted {
  return { kind: 'linted', path, text: findings.length > 0 ? text : '', findings };
}
