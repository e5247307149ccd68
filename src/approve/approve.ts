import { personProblem } from '../approval/permissions.ts';
import type { Arguments } from '../commands/command.ts';
import { UserError } from '../errors.ts';
import { authorsOf } from '../files/approval-facts.ts';
import { printable } from '../files/path.ts';
import type { Process } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import { agentIn } from './agents.ts';
import { fromHere, openGround, pathsOf, type Ground } from './ground.ts';
import { logger, type Log } from './note.ts';
import { readWishes } from './options.ts';
import { permit } from './permit.ts';
import { personAt, unknownPerson, type Person } from './person.ts';
import { requestsIn, type Request, type Requests } from './request.ts';

const nobodyCanBeAsked = 3;

/** Asks a person to permit what these files destroy, and writes down what they permit. Answers the exit code. */
export async function approve({ operands, options }: Arguments, process: Process): Promise<number> {
  const ground = await openGround(options, process);
  const person = await personAt(process);
  const found: Requests[] = [];
  for (const path of pathsOf(operands, ground)) found.push(await requestsIn(path, ground, person?.email ?? null));
  const open = found.flatMap((each) => each.open);
  if (open.length === 0) return nothingToAsk(found, ground);
  const log = logger(ground, person);
  const nobody = whyNobody(process);
  if (nobody !== null) {
    for (const request of open) await log('refused', request, nobody);
    process.stderr.write(printableLines(`farout-guard: ${nobody}. A person runs this in a terminal of their own:\n\n  npx farout-guard approve ${operandsOf(open, ground)}\n`));
    return nobodyCanBeAsked;
  }
  if (person === null) throw unknownPerson();
  await checkRights(open, person, ground, log);
  return permit(open, { ground, person, log, wishes: readWishes({ options }, ground.config.approvals) });
} // prettier-ignore

function nothingToAsk(found: readonly Requests[], { process, config }: Ground): number {
  const own = found.flatMap((each) => each.own);
  const approved = found.reduce((sum, each) => sum + each.approved, 0);
  const { required } = config.approvals;
  if (own.length > 0) process.stdout.write(`You have approved it (${own.join(', ')}); ${required} people must, and somebody else is missing.\n`);
  else if (approved > 0) process.stdout.write('Nothing to approve: all that destroys data is approved.\n');
  else process.stdout.write('Nothing to approve: nothing destroys data.\n');
  return 0;
} // prettier-ignore

function whyNobody({ env, stdin, stdout }: Process): string | null {
  const agent = agentIn(env);
  if (agent !== null) return `${agent} is set: a program runs this, and a program cannot give a person's permission`;
  if (stdin.isTTY === true && stdout.isTTY === true) return null;
  return "there is no terminal, so nobody can be asked: a program cannot give a person's permission";
}

const operandsOf = (open: readonly Request[], ground: Ground) =>
  [...new Set(open.map(({ path }) => fromHere(path, ground)))].join(' ');

async function checkRights(open: readonly Request[], by: Person, ground: Ground, log: Log): Promise<void> {
  const { config, files, git } = ground;
  const settings = config.approvals;
  const authors = authorsOf(open.map(({ path }) => path), { git, root: config.root, settings });
  for (const request of open) {
    const problem = personProblem({ by, file: request.path }, { settings, authors, files });
    if (problem === null) continue;
    await log('refused', request, problem);
    throw new UserError(`${printable(request.path)}: ${problem}: somebody else must approve it`);
  }
} // prettier-ignore
