import type { Framework } from '../framework.ts';

/** Programs of one's own: nothing says which function to call, with what, and where they connect to. */
const ownProgram = (client: string): Framework => ({
  kind: 'obstacle',
  obstacle: `a script that opens its own connection with ${client} cannot be run here: it would run on the database that it names`,
});

export const pg = ownProgram('pg');
export const postgresJs = ownProgram('postgres');
export const drizzle = ownProgram('drizzle-orm');
export const prisma = ownProgram("Prisma's client");
export const slonik = ownProgram('slonik');
