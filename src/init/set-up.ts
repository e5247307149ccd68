import { UserError } from '../errors.ts';
import type { Process } from '../process.ts';
import { carryOut } from './carry-out.ts';
import { diffOf } from './diff.ts';
import { plan, type Plan, type Wanted } from './plan.ts';
import { afterwards, overview } from './show.ts';
import { isChange } from './steps.ts';
import { survey } from './survey.ts';

interface Request extends Wanted {
  readonly isDryRun: boolean;
  /** Whether one has said yes beforehand. */
  readonly isAgreed: boolean;
}

/** Shows what is to be done, asks, does it, and says what comes next; answers the exit code. */
export async function setUp(request: Request, process: Process): Promise<number> {
  const known = await survey(process);
  const planned = await plan(known, request);
  if (request.isDryRun) {
    process.stderr.write(overview(planned, known));
    process.stdout.write(diffOf(planned.steps));
    return 0;
  }
  process.stdout.write(overview(planned, known));
  if (!hasWork(planned)) return finish(planned, [], process, known.packages);
  if (!request.isAgreed && !(await asked(process))) {
    process.stdout.write('Nothing was changed.\n');
    return 0;
  }
  return finish(planned, carryOut(planned, known, process), process, known.packages);
}

const hasWork = ({ steps, activation }: Plan) => steps.some(isChange) || activation !== null;

function finish(planned: Plan, open: readonly string[], { stdout }: Process, packages: Parameters<typeof afterwards>[2]): number {
  const left = [...planned.open, ...open];
  stdout.write(afterwards(planned, left, packages));
  return left.length > 0 ? 1 : 0;
} // prettier-ignore

/** Asks once. Where nobody can answer it is a `UserError`. */
async function asked({ stdin, stdout }: Process): Promise<boolean> {
  if (stdin.isTTY !== true || stdout.isTTY !== true)
    throw new UserError(
      'init: there is no terminal to ask on, and nothing was changed. --yes does it, --dry-run shows it.',
    );
  stdout.write('Do this? [y/N] ');
  let answer = '';
  for await (const piece of stdin) {
    answer += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
    if (answer.includes('\n')) break;
  }
  return /^\s*y(?:es)?\s*$/i.test(answer);
}
