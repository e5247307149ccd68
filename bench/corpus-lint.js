/** Lints one project below its own root, as a run in its repository would; `scripts` reads TypeScript and JavaScript. */
export function lintProject({ name, root, paths, frameworks, leftOut }, core, scripts = null) {
  const { mergeConfigs, resolve, diskFiles, readSource, lintSource } = core;
  const config = mergeConfigs([], { path: null, root });
  const files = diskFiles(root);
  const result = {
    name,
    files: paths.length,
    leftOut,
    adapters: new Map(),
    scripts: [],
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
    const linted = attempt(() => lintSource(read.value, files, resolve(config, path), { scripts }));
    if (linted.error) result.crashes.push({ path: `${name}/${path}`, error: linted.error });
    else take(result, read.value, linted.value, frameworks.get(path));
    if (linted.error && frameworks.has(path))
      result.scripts.push({ framework: frameworks.get(path), path, crashed: true });
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

function take(result, { path, text }, { migration, findings }, framework) {
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
  if (framework !== undefined) result.scripts.push(scriptOf({ framework, path }, migration, statements));
}

/** What became of a script: `hidden` are the calls of which nobody can tell what they run, `unread` says why nothing of it is known. */
function scriptOf(about, { adapter }, statements) {
  const hidden = statements
    .flatMap(({ operations }) => operations)
    .filter(({ kind }) => kind === 'unverifiable')
    .map(({ what, reason }) => ({ what, reason: reason ?? null }));
  const unread = hidden.find(({ what, reason }) => reason !== null && /^(?:This file|up\(\)|down\(\))$/.test(what));
  return { ...about, adapter, hidden, unread: unread?.reason ?? null, crashed: false };
}
