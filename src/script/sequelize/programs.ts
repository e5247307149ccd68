import type { Call } from '../call.ts';
import { asText, joined, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, type Value } from '../values.ts';
import { quoted, quotedTable, tableOf } from './names.ts';
import { entry, isSet, itemsIn, option, type Version } from './options.ts';
import { send } from './send.ts';

/** `[{ type, direction, name }]` as SQL: a function's parameters. */
function parametersText(value: Value): Text {
  const items = itemsIn(value).map((each) => {
    const parts = ['direction', 'name', 'type'].flatMap((name) => option(each, name) ?? []);
    return joined(parts.map(asText), ' ');
  });
  return joined(items, ', ');
}

/** Words that a list of options adds. */
function wordsText(value: Value): Text {
  return joined(itemsIn(value).map(asText), ' ');
}

const createFunction: Method = (call) => {
  const [name, parameters, returns, language, body, , options] = Array.from({ length: 7 }, (_, index) => call.argument(index)); // prettier-ignore
  if (!name || !parameters || !returns || !language || !body || !options) return call.unknown();
  if (knownString(body) === null) call.unverifiable();
  const declared = itemsIn(option(options, 'variables')).map((each) => call.sql`DECLARE ${wordOf(call, each, 'name')} ${wordOf(call, each, 'type')};`); // prettier-ignore
  const inside = call.sql`${joined(declared, ' ')} BEGIN ${asText(body)} END;`;
  send(call, call.sql`CREATE ${isSet(options, 'force') && 'OR REPLACE '}FUNCTION ${asText(name)}(${parametersText(parameters)}) RETURNS ${asText(returns)} AS $func$ ${inside} $func$ LANGUAGE ${asText(language)}`); // prettier-ignore
  return call.unknown();
};

const wordOf = (call: Call, object: Value, name: string): Text => asText(option(object, name) ?? call.unknown());

const moments: Readonly<Record<string, string>> = { after: 'AFTER', before: 'BEFORE', instead_of: 'INSTEAD OF', after_constraint: 'AFTER' }; // prettier-ignore

const createTrigger =
  (version: Version): Method =>
  (call) => {
    const [table, name, moment, events, routine, parameters, words] = Array.from({ length: 7 }, (_, index) => call.argument(index)); // prettier-ignore
    if (!table || !name || !moment || !events || !routine || !parameters || !words) return call.unknown();
    const when = knownString(moment) ?? 'after';
    const named = events.kind === 'object' ? [...events.properties.values()] : itemsIn(events);
    const what = named.map((each): Text => [constant((knownString(each) ?? 'update').toUpperCase(), each.range)]);
    const extra = wordsText(words);
    send(call, call.sql`CREATE ${when === 'after_constraint' && 'CONSTRAINT '}TRIGGER ${quoted(name)} ${entry(moments, when) ?? 'AFTER'} ${what.length > 0 ? joined(what, ' OR ') : 'UPDATE'} ON ${quotedTable(tableOf(table), version)} ${extra} EXECUTE PROCEDURE ${asText(routine)}(${parametersText(parameters)})`); // prettier-ignore
    return call.unknown();
  };

/** Methods of a query interface for functions and triggers. */
export const programMethods = (version: Version): Readonly<Record<string, Method>> => {
  const triggerAt = (call: Call) => call.sql`${quoted(call.argument(1))} ON ${quotedTable(tableOf(call.argument(0)), version)}`; // prettier-ignore
  const signature = (call: Call) => call.sql`${asText(call.argument(0))}(${parametersText(call.argument(1))})`;
  return {
    createFunction,
    dropFunction: (call) => {
      send(call, call.sql`DROP FUNCTION ${signature(call)} RESTRICT`);
      return call.unknown();
    },
    renameFunction: (call) => {
      send(call, call.sql`ALTER FUNCTION ${signature(call)} RENAME TO ${asText(call.argument(2))}`);
      return call.unknown();
    },
    createTrigger: createTrigger(version),
    dropTrigger: (call) => {
      send(call, call.sql`DROP TRIGGER ${triggerAt(call)} RESTRICT`);
      return call.unknown();
    },
    renameTrigger: (call) => {
      send(call, call.sql`ALTER TRIGGER ${triggerAt(call)} RENAME TO ${quoted(call.argument(2))}`);
      return call.unknown();
    },
  };
};
