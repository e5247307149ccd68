import { testEngine } from './trial/engine.ts';

/** Makes what PGlite makes before its first start, once for all tests; see `shareStart`. */
export default async function prepare(): Promise<void> {
  await (await testEngine()).close();
}
