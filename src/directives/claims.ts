import { groupBy } from '../group.ts';
import { innermost, type Innermost } from '../innermost.ts';
import { lastAtOrBefore, type Lines } from '../lines.ts';
import type { Range, Statement } from '../types.ts';
import type { Directive, DirectiveKind } from './parse.ts';
import { coveredByNextLine, lineOf, type StatementOrder } from './statements.ts';

/** What a directive says of one rule, or of all. */
export interface Claim {
  readonly directive: Directive;
  readonly kind: DirectiveKind;
  /** `*`: all rules. */
  readonly rule: string;
  /** The rule's name in the comment, or the comment. */
  readonly range: Range;
}

/** Finds the claim that silences a rule at an offset. */
export type Silencer = (rule: string, offset: number) => Claim | null;

/** The claims of a directive, one for each rule it names. */
export function claimsOf(directive: Directive): readonly Claim[] {
  const { kind, mentions, range } = directive;
  if (kind === null) return [];
  if (mentions.length === 0) return [{ directive, kind, rule: '*', range }];
  return mentions.map((mention) => ({ directive, kind, ...mention }));
}

/** Silencers in the order in which they are asked: the nearest scope first. `above` are the statements that a directive stands above. */
export function silencersOf(
  claims: readonly Claim[],
  order: StatementOrder,
  places: Lines,
  above: (directive: Directive) => readonly Statement[],
): readonly Silencer[] {
  const of = (kind: DirectiveKind) => claims.filter((claim) => claim.kind === kind);
  const below = ({ directive }: Claim) => coveredByNextLine(directive.range, above(directive), order, places);
  const line = ({ directive }: Claim) => lineOf(directive.range, places);
  return [
    bySpan(of('disable-line'), line),
    bySpan(of('disable-next-line'), below),
    byRegion(claims.filter(({ kind }) => kind === 'disable' || kind === 'enable')),
    bySpan(of('disable-file'), () => [[0, Infinity]]),
  ];
}

/** Claims over spans, of which the innermost decides. */
function bySpan(claims: readonly Claim[], spansOf: (claim: Claim) => readonly Range[]): Silencer {
  const rules = groupBy(claims, ({ rule }) => rule);
  const finders = new Map<string, (offset: number) => Claim | null>();
  for (const [rule, own] of rules) {
    const spans = own.flatMap((claim) => spansOf(claim).map((span) => ({ claim, span })));
    const find: Innermost = innermost(spans.map(({ span }) => span));
    finders.set(rule, (offset) => spans[find(offset) ?? -1]?.claim ?? null);
  }
  return (rule, offset) => finders.get(rule)?.(offset) ?? finders.get('*')?.(offset) ?? null;
}

/** Regions from `disable` to `enable`: for a rule, the last claim before the offset that concerns it decides. */
function byRegion(claims: readonly Claim[]): Silencer {
  const rows = rowsByRule(claims);
  return (rule, offset) => {
    const named = lastOf(rows.get(rule), offset);
    const all = lastOf(rows.get('*'), offset);
    const last = named && all ? (startOf(named) >= startOf(all) ? named : all) : (named ?? all);
    return last?.kind === 'disable' ? last : null;
  };
}

interface Row {
  readonly claims: Claim[];
  readonly starts: number[];
}

function rowsByRule(claims: readonly Claim[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const claim of claims) {
    const row = rows.get(claim.rule) ?? { claims: [], starts: [] };
    rows.set(claim.rule, row);
    row.claims.push(claim);
    row.starts.push(startOf(claim));
  }
  return rows;
}

const lastOf = (row: Row | undefined, offset: number) => row?.claims[lastAtOrBefore(row.starts, offset)];

const startOf = ({ directive }: Claim) => directive.range[0];

/** The `enable` claims that end no region. */
export function idleEnables(claims: readonly Claim[]): readonly Claim[] {
  const open = new Set<string>();
  return claims.filter((claim) => {
    if (claim.kind === 'disable') open.add(claim.rule);
    if (claim.kind !== 'enable') return false;
    const idle = claim.rule === '*' ? open.size === 0 : !open.has(claim.rule) && !open.has('*');
    if (claim.rule === '*') open.clear();
    else open.delete(claim.rule);
    return idle;
  });
}
