import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connection, connect } from './connection.ts';
import { edited, type Span, type TextEdit } from './text-edit.ts';

/** What the server says of a file; `severity` is 1 for errors and 2 for warnings. */
export interface Diagnostic {
  readonly range: Span;
  readonly severity: number;
  readonly code: string;
  readonly codeDescription?: { readonly href: string };
  readonly message: string;
}

/** What the server offers at a place. */
interface CodeAction {
  readonly title: string;
  readonly kind: string;
  readonly command: { readonly command: string; readonly arguments: readonly unknown[] };
}

/** A file that is open in an editor. */
export interface OpenFile {
  /** What the editor shows, whatever is on the disk. */
  readonly text: string;
  /** Puts another text in its place, as typing does. */
  type(text: string): void;
  diagnostics(): Promise<readonly Diagnostic[]>;
  /** What is offered for a diagnostic. */
  actions(diagnostic: Diagnostic): Promise<readonly CodeAction[]>;
  /** Makes the edit of an action that was offered last. */
  choose(action: CodeAction): Promise<void>;
}

/** How "Disable … for this line" writes its comment. */
export type CommentStyle = 'line' | 'block';

/** The ESLint server of VS Code, with one folder open. */
export interface LanguageServer {
  open(path: string, text: string, commentStyle?: CommentStyle): OpenFile;
  stop(): Promise<void>;
}

/** The editor's side of it. */
interface Editor {
  readonly root: string;
  readonly connection: Connection;
  readonly styles: Map<string, CommentStyle>;
  /** Edits that the server asked for. */
  readonly wanted: TextEdit[];
}

interface WorkspaceEdit {
  readonly edit: { readonly documentChanges: readonly { readonly edits: readonly TextEdit[] }[] };
}

const languages: Readonly<Record<string, string>> = { sql: 'sql', ts: 'typescript' };
const require = createRequire(import.meta.url);
const server = join(
  dirname(require.resolve('vscode-langservers-extracted/package.json')),
  'bin/vscode-eslint-language-server',
);

const capabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    didChangeConfiguration: { dynamicRegistration: true },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
  },
};

/** Starts the server in a folder; that it ends, refuses or does not answer for so many milliseconds is an error with its words. */
export async function startServer(root: string, patience = 25_000): Promise<LanguageServer> {
  const [styles, wanted] = [new Map<string, CommentStyle>(), [] as TextEdit[]];
  const words: string[] = [];
  const connection = connect([server, '--stdio'], root, patience, (method, params) => {
    const refusal = refusalIn(method, params);
    if (refusal) connection.fail([refusal, ...words].join('\n'));
    if (method.startsWith('window/')) words.push((params as { readonly message: string }).message);
    return answer(method, params, { root, styles, wanted });
  });
  const folder = folderOf(root);
  const asked = { processId: process.pid, rootUri: folder.uri, workspaceFolders: [folder], capabilities };
  await connection.request('initialize', asked);
  connection.notify('initialized', {});
  return {
    open: (path, text, style = 'line') => openFile(path, text, style, { root, connection, styles, wanted }),
    async stop() {
      await connection.request('shutdown');
      connection.notify('exit');
      await connection.ended();
    },
  };
}

const folderOf = (root: string) => ({ name: 'project', uri: pathToFileURL(root).href });

/** What the server says when it does not check a file. */
function refusalIn(method: string, params: unknown): string | null {
  const isRefusal = ['eslint/noLibrary', 'eslint/noConfig', 'eslint/probeFailed', 'eslint/exitCalled'].includes(method);
  const isFailure = method === 'eslint/status' && (params as { readonly state: number }).state !== 1;
  return isRefusal || isFailure ? `${method} ${JSON.stringify(params)}` : null;
}

function answer(method: string, params: unknown, { root, styles, wanted }: Omit<Editor, 'connection'>): unknown {
  if (method === 'workspace/configuration') {
    const { items } = params as { readonly items: readonly { readonly scopeUri: string }[] };
    return items.map(({ scopeUri }) => settings(root, styles.get(scopeUri) ?? 'line'));
  }
  if (method !== 'workspace/applyEdit') return null;
  wanted.push(...(params as WorkspaceEdit).edit.documentChanges.flatMap(({ edits }) => edits));
  return { applied: true };
}

/** What VS Code sends for each file; without `experimental` the server crashes. */
function settings(root: string, commentStyle: CommentStyle): object {
  return {
    validate: 'on',
    packageManager: 'npm',
    useESLintClass: false,
    experimental: {},
    codeActionOnSave: { enable: false, mode: 'all' },
    format: false,
    quiet: false,
    onIgnoredFiles: 'off',
    options: {},
    rulesCustomizations: [],
    run: 'onType',
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workingDirectory: { mode: 'auto' },
    workspaceFolder: folderOf(root),
    codeAction: {
      disableRuleComment: { enable: true, location: 'separateLine', commentStyle },
      showDocumentation: { enable: true },
    },
  };
}

function openFile(path: string, first: string, style: CommentStyle, editor: Editor): OpenFile {
  const { connection, root, styles, wanted } = editor;
  const uri = pathToFileURL(join(root, path)).href;
  const textDocument = { uri };
  let [text, version] = [first, 1];
  styles.set(uri, style);
  const languageId = languages[path.slice(path.lastIndexOf('.') + 1)];
  connection.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  const type = (next: string) => {
    text = next;
    version += 1;
    connection.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
  };
  return {
    get text() {
      return text;
    },
    type,
    async diagnostics() {
      const asked = await connection.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
      return asked.items;
    },
    actions: (diagnostic) => {
      const context = { diagnostics: [diagnostic], triggerKind: 1 };
      return connection.request('textDocument/codeAction', { textDocument, range: diagnostic.range, context });
    },
    async choose({ title, command }) {
      wanted.length = 0;
      await connection.request('workspace/executeCommand', command);
      if (wanted.length === 0) throw new Error(`"${title}" edits nothing`);
      type(edited(text, wanted));
    },
  };
}
