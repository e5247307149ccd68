import { type CycleReport, isWrong } from './cycle.ts';
import type { Finding } from '../types.ts';
import type { Step, StepState } from './result.ts';

/** The five steps, with what became of each. */
export function stepsOf({ report, findings }: { readonly report: CycleReport; readonly findings: readonly Finding[] }): readonly Step[] {
  const of = (reached: boolean, ...rules: readonly string[]): StepState => {
    const [own, rest] = [findings.filter(({ rule }) => rules.includes(rule)), reached ? 'good' : 'none'] as const;
    return own.some(({ severity }) => severity === 'error') ? 'bad' : own.length > 0 ? 'warned' : rest;
  };
  const { up, again, down, once } = report;
  return [
    { name: 'up', state: of(!up, 'test-up-fails') },
    { name: 'data', state: of(!up, 'test-data-loss', 'test-fails-on-data') },
    { name: 'again', state: of(again !== null, 'test-not-idempotent') },
    { name: 'down', state: of(down !== null, 'test-down-fails', 'test-down-incomplete') },
    { name: 'upAgain', state: once === null ? 'none' : isWrong(once) ? 'bad' : 'good' },
  ];
} // prettier-ignore
