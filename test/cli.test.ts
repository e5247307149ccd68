import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifest } from '../src/package.ts';
import { bin, call, config, guard, places, reports, shop, type Run } from './cli.ts';
import { project } from './project.ts';

describe('the built program', () => {
  it('reports and blocks', async () => {
    const args = ['lint', '--format', 'json'];
    const run = guard(args, { cwd: shop });
    expect({ ...run, code: run.code }).toEqual({ ...(await call(args, { cwd: shop })), code: 1 });
  });

  it('ends with 2 when it cannot run', () => {
    const { code, stdout, stderr } = guard(['lint', 'nowhere.sql'], { cwd: shop });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^farout-guard: nowhere\.sql: no such file or folder.*\n$/);
  });

  it('reads standard input and shows pages', () => {
    const root = project({ '.farout-guardrc': config });
    expect(guard(['lint', '-', '--quiet'], { cwd: root, input: 'SELECT 1;' })).toMatchObject({ code: 0, stderr: '' });
    expect(guard(['explain', 'no-drop-table'])).toMatchObject({ code: 0, stderr: '' });
    expect(guard(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });
});

describe('a file that cannot be checked', () => {
  const files = {
    '.farout-guardrc': config,
    'a.sql': 'DROP TABLE a;',
    'b.sql': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]),
    'c.sql': 'DROP TABLE c;',
    'd.sql': 'SELECT 1; -- crash here',
  };
  const crash = `
    const { matchAll } = String.prototype;
    String.prototype.matchAll = function (pattern) {
      if (this.includes('crash here')) throw new TypeError('a bug');
      return matchAll.call(this, pattern);
    };`;

  it('is named, the others are reported, and the run ends with 2', () => {
    const root = project(files);
    const run = guard(['lint', '--format', 'json'], { cwd: root, preload: crash });
    expect(run.code).toBe(2);
    expect(places(run, root)).toEqual([
      'a.sql:1:1 no-drop-table',
      'b.sql:0:0 null',
      'c.sql:1:1 no-drop-table',
      'd.sql:0:0 null',
    ]);
  });

  it('shows the trace of a bug, but not of a broken file', () => {
    const root = project(files);
    const { code, stdout, stderr } = guard(['lint'], { cwd: root, preload: crash });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^farout-guard: a bug in farout-guard, please report it: on d\.sql\n.*TypeError: a bug\n +at /s,
    );
    expect(stderr).not.toContain('b.sql');
    expect(stdout.split('\n').filter((line) => line.includes('.sql'))).toEqual([
      expect.stringMatching(/^a\.sql:1:1 {2}error {2}no-drop-table/),
      'b.sql  could not be checked',
      expect.stringMatching(/^c\.sql:1:1 {2}error {2}no-drop-table/),
      'd.sql  could not be checked',
    ]);
    expect(stdout).toContain(
      '✖ 2 files could not be checked\n✖ 2 problems (2 errors, 0 warnings) in 2 files; 2 files checked',
    );
  });

  it('is the same in threads', () => {
    const root = project(files);
    const [alone, together] = ['1', '3'].map((threads) =>
      guard(['lint', '--format', 'json', '--concurrency', threads], { cwd: root, preload: crash }),
    );
    expect(together?.stdout).toBe(alone?.stdout);
    expect([alone?.code, together?.code]).toEqual([2, 2]);
  });

  it('is a message of standard input too', () => {
    const root = project({ '.farout-guardrc': config });
    const run = guard(['lint', '--stdin', '--stdin-filename', 'b.sql', '-f', 'json'], {
      cwd: root,
      input: files['b.sql'],
    });
    expect(run.code).toBe(2);
    expect(places(run, root)).toEqual(['b.sql:0:0 null']);
  });
});

describe('threads', () => {
  const many = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `m${String(index).padStart(3, '0')}.sql`,
      `SELECT ${index};\n${index % 3 ? '' : `DROP TABLE t${index};\n`}`.repeat(5),
    ]),
  );

  it('give what one thread gives, in the same order', () => {
    const root = project({ '.farout-guardrc': config, ...many });
    const runs = ['1', '2', '4', 'auto'].map((threads) =>
      guard(['lint', '--format', 'json', '--concurrency', threads], { cwd: root }),
    );
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(reports(runs[0] as Run).map(({ filePath }) => filePath)).toEqual(
      Object.keys(many).map((name) => join(root, name)),
    );
    expect(runs.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
  });

  it('that die lose only the file that they were at', () => {
    const root = project({
      '.farout-guardrc': config,
      ...many,
      'a.sql': '-- slow here',
      'k.sql': '-- end here\nDROP TABLE k;',
    });
    const preload = `
      import { isMainThread } from 'node:worker_threads';
      const { matchAll } = String.prototype;
      String.prototype.matchAll = function (pattern) {
        if (isMainThread && this.includes('slow here')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
        if (!isMainThread && this.includes('end here')) for (const all = []; ; ) all.push(new Array(1000).fill({}));
        return matchAll.call(this, pattern);
      };`;
    const run = guard(['lint', '--format', 'json', '--concurrency', '2'], {
      cwd: root,
      preload,
      nodeOptions: ['--max-old-space-size=60'],
    });
    if (Number(process.versions.node.split('.')[0]) >= 24) {
      // There V8 ends the whole process when a thread runs out of memory: killed by a signal, which blocks as well.
      expect(run.code).toBeNull();
      return;
    }
    expect(run.code).toBe(2);
    const found = places(run, root);
    expect(found.filter((place) => !place.endsWith('no-drop-table'))).toEqual(['k.sql:0:0 null']);
    expect(found).toHaveLength(1 + 50 * 5);
    expect(run.stderr).toContain('on k.sql\n');
  });
});

describe('a reader that goes away', () => {
  it('is no failure', async () => {
    const long = 'DROP TABLE a;\n'.repeat(20_000);
    const root = project({ '.farout-guardrc': config, 'a.sql': long, 'b.sql': long });
    const child = spawn(process.execPath, [bin, 'lint'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('gets all of a long report when it stays', () => {
    const root = project({ '.farout-guardrc': config, 'a.sql': 'DROP TABLE a;\n'.repeat(20_000) });
    const [report] = reports(guard(['lint', '-f', 'json'], { cwd: root }));
    expect(report?.messages).toHaveLength(20_000);
  });
});
