import process from 'node:process';
import { Worker } from 'node:worker_threads';

/**
 * The main thread of a process for scripts. It only passes messages on, so that it hears at once when the process that started it is gone,
 * whatever the scripts are doing in its worker.
 */
const worker = new Worker(new URL(process.argv[2] ?? ''));
process.on('message', (message) => worker.postMessage(message));
process.on('disconnect', () => process.exit());
// It may be gone before this program was loaded.
if (!process.connected) process.exit();
worker.on('message', (message) => process.send?.(message));
worker.on('error', (error) => {
  throw error;
});
worker.on('exit', (code) => process.exit(code));
