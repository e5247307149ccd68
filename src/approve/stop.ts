/** Why the person stopped, and the exit code. */
export type Stop = Error & { readonly exitCode: number };

/** What is thrown where a person stops. */
export const stop = (why: string, exitCode = 1): Stop => Object.assign(new Error(why), { exitCode });

export const isStop = (error: unknown): error is Stop => error instanceof Error && 'exitCode' in error;
