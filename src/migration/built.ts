/** Whether a file is what a compiler made of another one of the list: `users.js` beside `users.ts`, `users.mjs` beside `users.mts`. */
export function isBuilt(path: string, others: { has(path: string): boolean }): boolean {
  return /\.[cm]?js$/.test(path) && others.has(path.replace(/js$/, 'ts'));
}

/** The paths without those that a compiler made of others of the list. */
export function withoutBuilt(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return paths.filter((path) => !isBuilt(path, all));
}
