#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep the compiled program for the next start.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

let unwritten = 0 as number;
for (const output of [process.stdout, process.stderr]) {
  output.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure.
    if (code !== 'EPIPE') process.exitCode = unwritten = 2;
  });
}

const { run } = await import('./run.ts');
const exitCode = await run(process);
process.exitCode = unwritten || exitCode;
