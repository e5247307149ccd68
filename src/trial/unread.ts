import type { SentText } from '../engine/engine.ts';
import { lines } from '../lines.ts';
import type { Finding } from '../types.ts';
import { findingOf } from './findings.ts';
import { lineAt } from './place.ts';
import type { SentMigration } from './sent.ts';
import type { Subject } from './subject.ts';

/** What a script has sent that destroys data, and that nobody could read in it. */
export function unread({ source, findings }: Subject, sent: readonly SentText[], judged: SentMigration): readonly Finding[] {
  const known = new Set(findings.map(({ rule }) => rule));
  const found = judged.findings.filter(({ level, rule }) => level === 3 && !known.has(rule));
  const find = lines(source.text);
  return found.map((finding) => {
    const words = judged.migration.text.slice(...finding.statement);
    const line = sent.find(({ sql }) => words !== '' && sql.includes(words))?.line ?? null;
    const message = `It has sent what ${finding.rule} finds, though nobody can read that in the script: ${words}\n${finding.message}`;
    return findingOf({ rule: 'test-unread-sql', messageId: 'sent', message, range: line === null ? [0, 0] : lineAt(source.text, line) }, find);
  });
} // prettier-ignore
