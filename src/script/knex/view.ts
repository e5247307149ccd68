import type { Call } from '../call.ts';
import type { Text } from '../string-text.ts';
import { type Method, receiver, type Receiver, type ReceiverType, type Value } from '../values.ts';
import { takeParts } from './fragment.ts';
import type { Place } from './table-state.ts';
import { moved, name, names, verbatimOf } from './words.ts';

/** What the callback of `createView` or `alterView` has said so far. */
interface View {
  readonly name: Value;
  readonly place: Place;
  columns: Value | null;
  query: Value | null;
  check: string | null;
}

type ViewMethod = Method<View>;

interface ViewColumn {
  readonly view: View;
  readonly column: Value;
}

const at = ({ name: view, place }: View, call: Call) => moved(name(view, place.schema), call.head);

const columnType: ReceiverType<ViewColumn> = {
  name: 'Knex.ViewColumn',
  methods: {
    rename: (call, { state: { view, column } }) =>
      call.send(() => call.sql`alter view ${at(view, call)} rename ${moved(name(column), call.head)} to ${name(call.argument(0))}`), // prettier-ignore
    defaultTo(call, { state: { view, column } }) {
      takeParts(call.args);
      call.send(() => call.sql`alter view ${at(view, call)} alter ${moved(name(column), call.head)} set default ${verbatimOf(call.argument(0))}`, { raw: true }); // prettier-ignore
    },
  },
};

const check =
  (words: string): ViewMethod =>
  (_, { state }) =>
    void (state.check = words);

const type: ReceiverType<View> = {
  name: 'Knex.ViewBuilder',
  methods: {
    columns: (call, { state }) => void (state.columns = call.argument(0)),
    as(call, { state }) {
      takeParts(call.args);
      state.query = call.argument(0);
    },
    column: (call, { state }) => receiver(columnType as ReceiverType, { view: state, column: call.argument(0) }, call.range), // prettier-ignore
    checkOption: check('with check option'),
    localCheckOption: check('with local check option'),
    cascadedCheckOption: check('with cascaded check option'),
    queryContext: () => undefined,
  },
};

/** Runs the callback of a view. */
export function runView(call: Call, place: Place): View {
  const state: View = { name: call.argument(0), place, columns: null, query: null, check: null };
  const given: Receiver = receiver(type as ReceiverType, state, call.range);
  call.run(call.argument(1), [given], given);
  return state;
}

/** A view that is created; one whose query is not known is some view. */
export function viewSql(call: Call, words: string, { columns, query, check: option, name: view, place }: View): Text {
  const list = columns && call.sql` (${names(columns)})`;
  const body = query ? verbatimOf(query) : call.sql`select`;
  return call.sql`${words} ${name(view, place.schema)}${list} as ${body}${option && ` ${option}`}`;
}
