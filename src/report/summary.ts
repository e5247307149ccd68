import type { Paint } from './paint.ts';
import type { Tally } from './reporter.ts';
import { amount, destruction } from './tally.ts';

/** The last words of a report: how many problems, how heavy, in how many files. */
export function summary(tally: Tally, milliseconds: number, paint: Paint): string {
  const checked = `${amount(tally.files - tally.failed, 'file')} checked in ${seconds(milliseconds)}`;
  const problems = tally.errors + tally.warnings;
  const { failed, approved, baselined } = tally;
  const danger = destruction(tally);
  const lines = [
    failed > 0 ? paint.red(`✖ ${amount(failed, 'file')} could not be checked`) : '',
    problems > 0 ? problemLine(tally, paint, checked) : `${failed > 0 ? '' : paint.green('✔ ')}no problems; ${checked}`,
    danger ? paint.red(`  ${danger}`) : '',
    approved > 0 ? paint.dim(`${amount(approved, 'finding')} approved`) : '',
    baselined > 0 ? paint.dim(`${amount(baselined, 'finding')} known by the baseline`) : '',
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

function problemLine({ errors, warnings, filesWithProblems }: Tally, paint: Paint, checked: string): string {
  const kinds = `${amount(errors, 'error')}, ${amount(warnings, 'warning')}`;
  const count = amount(errors + warnings, 'problem');
  const colour = errors > 0 ? paint.red : paint.yellow;
  return `${colour(paint.bold(`✖ ${count} (${kinds})`))} in ${amount(filesWithProblems, 'file')}; ${checked}`;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(milliseconds < 100 ? 2 : 1)} s`;
