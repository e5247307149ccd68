import { resolve } from 'node:path';
import { writePlace } from '../files/place.ts';
import { lastLine, runProgram } from '../files/run-program.ts';
import type { Process } from '../process.ts';
import type { Plan } from './plan.ts';
import { isChange } from './steps.ts';
import type { Survey } from './survey.ts';

/** Writes the files and makes git call the hooks; answers what is left to a person. */
export function carryOut({ steps, activation }: Plan, { top }: Survey, { env }: Process): readonly string[] {
  for (const { path, after, executable } of steps.filter(isChange)) writePlace(resolve(top, path), after, executable);
  if (activation === null) return [];
  const { status, output } = runProgram(activation.program, activation.args, { cwd: top, env });
  return status === 0 ? [] : [`run ${activation.words} (${lastLine(output) || `exit code ${status}`})`];
}
