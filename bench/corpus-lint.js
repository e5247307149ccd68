/** Lints one project below its own root, as a run in its repository would. */
export function lintProject({ name, root, paths, leftOut }, core) {
  const { mergeConfigs, resolve, diskFiles, readSource, lintSource } = core;
  const config = mergeConfigs([], { path: null, root });
  const files = diskFiles(root);
  const result = {
    name,
    files: paths.length,
    leftOut,
    adapters: new Map(),
    statements: 0,
    bytes: 0,
    unparseable: [],
    unreadable: [],
    findings: [],
    crashes: [],
    seconds: 0,
  };
  const started = performance.now();
  for (const path of paths) {
    const read = attempt(() => readSource(root, path));
    if (read.error) {
      (read.error.name === 'UserError' ? result.unreadable : result.crashes).push({
        path: `${name}/${path}`,
        error: read.error,
      });
      continue;
    }
    const linted = attempt(() => lintSource(read.value, files, resolve(config, path)));
    if (linted.error) result.crashes.push({ path: `${name}/${path}`, error: linted.error });
    else take(result, read.value, linted.value);
  }
  result.seconds = (performance.now() - started) / 1000;
  return result;
}

function attempt(action) {
  try {
    return { value: action(), error: null };
  } catch (error) {
    return { value: null, error };
  }
}

function take(result, { path, text }, { migration, findings }) {
  const statements = migration.sections.flatMap((section) => section.statements);
  result.statements += statements.length;
  result.bytes += text.length;
  result.adapters.set(migration.adapter, (result.adapters.get(migration.adapter) ?? 0) + 1);
  for (const { operations } of statements) {
    const broken = operations.find(({ kind }) => kind === 'unparseable');
    if (broken)
      result.unparseable.push(broken.placeholder === null ? broken.message : `placeholder ${broken.placeholder}`);
  }
  for (const finding of findings) result.findings.push({ ...finding, project: result.name, path, text });
}
