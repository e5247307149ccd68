import process from 'node:process';

/** Where ESLint was started, and with which variables. */
export const surroundings = {
  cwd: (): string => process.cwd(),
  env: process.env,
};
