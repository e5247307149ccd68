import process from 'node:process';

/** Where ESLint was started, and with which variables. */
export const surroundings = {
  /**
   * Git may end before it has read all that it is sent. The ESLint server of VS Code takes its own listener away again, and a signal without
   * any ends the process.
   */
  bearBrokenPipes: (): void => void process.on('SIGPIPE', () => undefined),
  cwd: (): string => process.cwd(),
  env: process.env,
};
