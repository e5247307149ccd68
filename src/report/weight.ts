import type { Finding } from '../types.ts';

/** How heavy a finding is, the heaviest with the smallest number: errors that destroy data, errors, warnings. */
export function rank({ level, severity }: Pick<Finding, 'level' | 'severity'>): number {
  if (severity === 'warn') return level === 3 ? 2 : 3;
  return level === 3 ? 0 : 1;
}

/** The weight in words. */
export const weightOf = ({ level }: Pick<Finding, 'level'>): string =>
  level === 3 ? 'level 3: destroys data' : `level ${level}`;
