/** An entry for lint-staged 15, 16 and 17: judges what is staged, once for the commit. `export default { ...guard, '*.ts': 'eslint' }` */
declare const guard: {
  readonly '?*': (files: readonly string[]) => string[];
};

export { guard as default, guard as 'module.exports' };
