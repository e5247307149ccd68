import type { Framework } from '../framework.ts';
import knex from '../frameworks/knex.ts';
import kysely from '../frameworks/kysely.ts';
import pg from '../frameworks/pg.ts';
import postgresJs from '../frameworks/postgres-js.ts';
import sequelize from '../frameworks/sequelize.ts';
import slonik from '../frameworks/slonik.ts';
import type { Module } from '../module.ts';
import { constant } from '../string-text.ts';
import { receiver, type Receiver, type ReceiverType, stringValue, type Value } from '../values.ts';

const isReceiver = (value: Value | undefined): value is Receiver => value?.kind === 'receiver';

const has = ({ type, ...self }: Receiver, name: string): boolean =>
  Object.hasOwn(type.methods, name) || type.get?.({ type, ...self }, name) !== undefined;

interface Candidate {
  /** The framework whose own migrations are given it. */
  readonly library: string;
  readonly types: readonly string[];
  readonly signs: RegExp | undefined;
  readonly value: Receiver;
}

/** What frameworks give to their own migrations, by the names of its types. */
const candidatesOf = ([library, { types = {}, signs }]: [string, Framework]): readonly Candidate[] => {
  const values = [...new Set(Object.values(types))].filter(isReceiver);
  return values.map((value) => ({
    library,
    value,
    signs,
    types: Object.keys(types).filter((name) => types[name] === value),
  }));
};

/** What projects put into the context of Umzug; the one that a script's words fit best is it, of several the first. */
const candidates = Object.entries({ sequelize, knex, kysely, pg, slonik, 'postgres-js': postgresJs }).flatMap(
  candidatesOf,
);

/** Names under which a context holds one of them: `({ context: { queryInterface } })`. */
const names: ReadonlySet<string> = new Set(['queryInterface', 'qi', 'sequelize', 'db', 'knex', 'client', 'pool', 'pg', 'sql', 'connection', 'context', 'database']); // prettier-ignore

const contextType: ReceiverType<readonly Receiver[]> = {
  name: 'context',
  methods: {},
  get: ({ state, range }, name) => {
    const isHolder = names.has(name) && !state.slice(0, 1).some((first) => has(first, name));
    return isHolder ? receiver(contextType, state, range) : memberIn(state, name);
  },
  call: (call, { state }) => {
    const callable = state.find(({ type }) => type.call);
    if (!callable) call.unverifiable();
    return callable?.type.call?.(call, callable);
  },
  tag: ({ state }, template, call) => {
    const tag = state.find(({ type }) => type.tag);
    return tag?.type.tag?.(tag, template, call) ?? call.unknown();
  },
}; // prettier-ignore

/** A member of the first that has it. */
function memberIn(all: readonly Receiver[], name: string): Value | undefined {
  const found = all.find((each) => has(each, name));
  if (!found) return undefined;
  if (Object.hasOwn(found.type.methods, name)) return { kind: 'member', receiver: found, name, range: found.range };
  return found.type.get?.(found, name);
}

const mostAliases = 20;
const typed = /\b(?:MigrationFn|MigrationParams|RunnableMigration|Umzug)<\s*(?:\w+\.)?(\w+)/;

/** The context that a script uses, told by its type, and by the members that it takes of it and of what it gives. */
export function contextOf(module: Module): Value {
  return receiver(
    contextType,
    rankedFor(module).map(({ value }) => value),
  );
}

/** The framework whose own migrations are given what a script finds in its context. */
export function libraryOf(module: Module): string {
  return rankedFor(module)[0]?.library ?? 'sequelize';
}

/** The candidates, the best one first. */
function rankedFor({ scope: { source } }: Module): readonly Candidate[] {
  const type = typed.exec(source)?.[1] ?? '';
  const aliases = ['context', ...[...source.matchAll(/\bcontext\s*:\s*(\w+)/g)].slice(0, mostAliases).map(([, alias = '']) => alias)]; // prettier-ignore
  const own = new RegExp(`(?<![\\w$])(?:${aliases.join('|')})\\s*[?!]?\\.\\s*([A-Za-z_$][\\w$]*)`, 'g');
  const pointsOf = (value: Receiver, pattern: RegExp) =>
    new Set(
      [...source.matchAll(pattern)].flatMap(([, word = '']) =>
        has(value, word) && !(pattern === own && names.has(word)) ? [word] : [],
      ),
    ).size;
  const ranked = candidates.map((candidate) => {
    const { types, signs, value } = candidate;
    const members = pointsOf(value, /\.\s*([A-Za-z_$][\w$]*)/g);
    return {
      candidate,
      points: (types.includes(type) ? 1000 : 0) + 20 * pointsOf(value, own) + (signs?.test(source) ? 10 : 0) + members,
    };
  });
  return ranked.toSorted((a, b) => b.points - a.points).map(({ candidate }) => candidate);
}

/** What Umzug gives to a migration: `{ context, name, path }`; before version 3 it was the context itself. */
export function parameters(context: Value): Value {
  const type: ReceiverType<null> = {
    name: 'parameters of the migration',
    methods: {},
    get: ({ range }, name) => {
      if (name === 'context') return context;
      if (name === 'name' || name === 'path') return stringValue([constant(name, range)], range);
      return isReceiver(context) ? context.type.get?.(context, name) : undefined;
    },
  };
  return receiver(type, null);
}
