import type { Call } from '../call.ts';
import { type Method, optionsOf, type Value } from '../values.ts';

const mostOptions = 8;

/** A method that is called once for each of several names that an argument may be: none of them may go unseen. */
export function forEachName<State>(method: Method<State>): Method<State> {
  return (call, self) => {
    const [first, ...others] = combinations(call.args);
    if (!first || others.length === 0) return method(call, self);
    const values = [first, ...others].map((args) => method(withArguments(call, args), self));
    return values[0] ?? undefined;
  };
}

function combinations(args: readonly Value[]): readonly (readonly Value[])[] {
  const options = args.map((arg) => {
    const each = optionsOf(arg);
    return each.length > 1 && each.every(({ kind }) => kind === 'text') ? each : [arg];
  });
  const amount = options.reduce((product, each) => product * each.length, 1);
  if (amount === 1 || amount > mostOptions) return [];
  return options.reduce<readonly (readonly Value[])[]>((rows, each) => rows.flatMap((row) => each.map((option) => [...row, option])), [[]]); // prettier-ignore
}

function withArguments(call: Call, args: readonly Value[]): Call {
  return { ...call, args, argument: (index) => args[index] ?? call.argument(index) };
}
