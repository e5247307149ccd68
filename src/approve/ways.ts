import { quoteName, quoteWithSuffix } from '../sql/quote.ts';
import type { Request } from './request.ts';
import type { Target } from './target.ts';

const batch = 10_000;

/** What could be done instead, as SQL for this very statement: what the findings say first. */
export function waysOf({ findings, targets, rule }: Pick<Request, 'findings' | 'targets' | 'rule'>): readonly string[] {
  const said = findings.map(({ message }) => message.split('\n').slice(1).join('\n')).filter((sql) => sql !== '');
  return [...new Set([...said, ...targets.flatMap((target) => furtherWays(target, rule))])];
}

function furtherWays({ kind, name, typed }: Target, rule: string): readonly string[] {
  if (kind === 'table' && typed !== null)
    return [
      `-- Or keep it out of the way, with its rows, in a schema of its own:\nCREATE SCHEMA IF NOT EXISTS archive;\nALTER TABLE ${quoteName(name)} SET SCHEMA archive;`,
    ];
  if (kind === 'table' && (rule === 'no-truncate' || rule === 'no-unscoped-delete'))
    return [
      `-- Or by and by, only the rows that must go, until none is left:\nDELETE FROM ${quoteName(name)} WHERE ctid IN (SELECT ctid FROM ${quoteName(name)} WHERE … LIMIT ${batch});`,
    ];
  if (kind === 'column')
    return [`-- Or keep a copy of the values first:\nCREATE TABLE ${quoteWithSuffix(name.name, '_before')} AS SELECT * FROM ${quoteName(name)};`];
  return [];
} // prettier-ignore
