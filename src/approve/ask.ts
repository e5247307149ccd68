import type { ApprovalSettings } from '../approval/settings.ts';
import { printable } from '../report/printable.ts';
import type { View } from '../report/reporter.ts';
import type { Case } from './backup/needed.ts';
import { oneLine, reasonProblem, ticketProblem, type Wishes } from './options.ts';
import { alternatives, assessment, warning } from './show.ts';
import { stop } from './stop.ts';
import type { Target } from './target.ts';
import type { Terminal } from './terminal.ts';

/** What a person says to one request. */
export interface Answer {
  readonly reason: string;
  readonly ticket: string | null;
}

/** Shows a request and asks for all of it; whatever is no clear yes is a `Stop`. */
export async function askFor(one: Case, wishes: Wishes, settings: ApprovalSettings, terminal: Terminal, view: View): Promise<Answer> {
  terminal.say(`${assessment(one, view)}\n\n${warning(one, view)}\n\n`);
  const refuse = (why: string) => {
    terminal.say(`\nStopped: ${why}. Nothing was approved.\n\n${alternatives(one.request, view)}\n\n`);
    return stop(why);
  };
  const answer = await terminal.ask('Proceed? Only the word yes goes on: ');
  if (answer !== 'yes') throw refuse('the answer was not the word yes');
  for (const target of one.request.targets) await askName(target, terminal, refuse);
  const reason = wishes.reason ?? (await askUntil(terminal, 'Why may this data go? ', reasonProblem, refuse));
  const ticket = wishes.ticket ?? (settings.ticketPattern === '' ? null : await askUntil(terminal, 'Ticket: ', (text) => ticketProblem(text, settings), refuse));
  return { reason, ticket };
} // prettier-ignore

type Refuse = (why: string) => Error;

async function askName({ typed, kind }: Target, terminal: Terminal, refuse: Refuse): Promise<void> {
  if (typed === null) return;
  const shown = printable(typed);
  const answer = await terminal.ask(`Type the name of the ${kind}, ${shown}: `);
  if (answer !== typed && answer !== shown) throw refuse(`the name of the ${kind} was not typed as it is`);
}

const attempts = 3;

async function askUntil(terminal: Terminal, question: string, problemOf: (text: string) => string | null, refuse: Refuse): Promise<string> {
  for (let left = attempts; left > 0; left--) {
    const text = oneLine(await terminal.ask(question));
    const problem = problemOf(text);
    if (problem === null) return text;
    terminal.say(`  ${printable(problem)}\n`);
  }
  throw refuse('there was no answer that will do');
} // prettier-ignore
