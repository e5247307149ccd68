import { lastAtOrBefore, type Lines } from '../lines.ts';
import type { Range } from '../types.ts';
import type { Directive, DirectiveKind } from './parse.ts';
import { coveredByNextLine, type StatementOrder } from './statements.ts';

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

/** Silencers in the order in which they are asked: the nearest scope first. */
export function silencersOf(claims: readonly Claim[], order: StatementOrder, places: Lines): readonly Silencer[] {
  const of = (kind: DirectiveKind) => claims.filter((claim) => claim.kind === kind);
  const next = of('disable-next-line');
  const isInside = ({ directive }: Claim) => order.at(directive.range[0]) !== null;
  const below = ({ directive }: Claim) => coveredByNextLine(directive.range, order, places);
  const line = ({ directive }: Claim): Range => {
    const { line } = places.locate(directive.range[0]);
    return [places.startOf(line), places.startOf(line + 1)];
  };
  return [
    bySpan(of('disable-line'), line),
    bySpan(next.filter(isInside), below),
    bySpan(
      next.filter((claim) => !isInside(claim)),
      below,
    ),
    byRegion(claims.filter(({ kind }) => kind === 'disable' || kind === 'enable')),
    bySpan(of('disable-file'), () => [0, Infinity]),
  ];
}

/** Claims over spans whose starts and ends both ascend, so that the last one that begins before an offset decides. */
function bySpan(claims: readonly Claim[], spanOf: (claim: Claim) => Range): Silencer {
  const rows = rowsByRule(claims, (claim) => spanOf(claim)[0]);
  const find = (rule: string, offset: number) => {
    const claim = lastOf(rows.get(rule), offset);
    return claim && offset < spanOf(claim)[1] ? claim : null;
  };
  return (rule, offset) => find(rule, offset) ?? find('*', offset);
}

/** Regions from `disable` to `enable`: for a rule, the last claim before the offset that concerns it decides. */
function byRegion(claims: readonly Claim[]): Silencer {
  const rows = rowsByRule(claims, startOf);
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

function rowsByRule(claims: readonly Claim[], startOf: (claim: Claim) => number): ReadonlyMap<string, Row> {
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
