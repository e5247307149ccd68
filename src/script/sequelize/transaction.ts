import { optionsOf, receiver, type Method, type ReceiverType, type Value } from '../values.ts';

const transactionType: ReceiverType<null> = {
  name: 'Transaction',
  methods: {
    commit: (call) => call.unknown(),
    rollback: (call) => call.unknown(),
    afterCommit: (call) => call.run(call.argument(0), []),
  },
  others: 'nothing',
  isHarmless: true,
};

/** A transaction that a script has begun. */
const transactionValue = (range: Value['range']): Value => receiver(transactionType, null, range);

/** `transaction(async t => …)`, `transaction(options, async t => …)`, or one that the script ends itself. */
export const transaction: Method = (call) => {
  const callback = call.args.find((arg) => optionsOf(arg).some(({ kind }) => kind === 'function' || kind === 'member'));
  const given = transactionValue(call.range);
  return callback ? call.run(callback, [given]) : given;
};
