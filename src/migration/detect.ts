import type { Files, SourceFile } from '../types.ts';
import type { Evidence } from './adapter.ts';
import { adapters } from './adapters/index.ts';

const strongestFirst: readonly Evidence[] = ['certain', 'path', 'marker', 'project', 'hint'];

/**
 * The name of the adapter that a file belongs to. Where two have an equal right to it neither is believed:
 * plain SQL then runs from its first line to its last, so nothing hides behind the other's marker.
 */
export function detect(file: SourceFile, files: Files): string {
  const claims = Object.entries(adapters).map(([name, adapter]) => ({ name, evidence: adapter.evidence(file, files) }));
  for (const strength of strongestFirst) {
    const names = claims.filter(({ evidence }) => evidence === strength).map(({ name }) => name);
    if (names.length > 0) return names.length === 1 && names[0] !== undefined ? names[0] : 'plain';
  }
  return 'plain';
}
