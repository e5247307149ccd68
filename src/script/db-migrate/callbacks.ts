import type { Call } from '../call.ts';
import { noError, type Value } from '../values.ts';

const isCallback = ({ kind }: Value) => kind === 'function' || kind === 'builtin' || kind === 'member';

/** What a call is given besides its callback. */
export const withoutCallback = (args: readonly Value[]): readonly Value[] => args.filter((arg) => !isCallback(arg));

/** Goes on with the callback that a call is given last, and gives what the call's promise does. */
export function proceed(call: Call, result: Value): Value {
  const callback = call.args.at(-1);
  if (callback && isCallback(callback)) call.run(callback, [noError(call.range), result]);
  return result;
}
