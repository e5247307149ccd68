import { TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import { compatibility } from './compatibility.ts';
import { type DeepNode, partsOf } from './deep-node.ts';
import type { SqlComment, SqlDocument, SqlStatement } from './document.ts';
import { nativeDirectives } from './native-directives.ts';

/** A node that ESLint visits. */
export type SqlNode = SqlDocument | SqlStatement | DeepNode;

/** The nodes in a node, in the order in which they stand. */
function partsIn(node: SqlNode): readonly SqlNode[] {
  if (isDocument(node)) return node.body;
  if (isStatement(node)) return node.tree ? [node.tree] : [];
  return partsOf(node);
}

const isDocument = (node: SqlNode): node is SqlDocument => node.type === 'SqlDocument';
const isStatement = (node: SqlNode): node is SqlStatement => node.type === 'SqlStatement';

/** A file of SQL as ESLint's rules see it. */
export class SqlSource extends TextSourceCodeBase {
  readonly visitorKeys = { SqlDocument: ['body'], SqlStatement: ['tree'] };
  readonly comments: readonly SqlComment[];
  readonly #document: SqlDocument;
  #parents: WeakMap<SqlNode, SqlNode> | null = null;

  constructor(text: string, document: SqlDocument) {
    // ESLint's types know trees of ESTree only.
    super({ text, ast: document, lineEndingPattern: /\r\n|[\r\n]/u });
    this.#document = document;
    this.comments = document.comments;
  }

  override getParent(node: object): object | undefined {
    if (!this.#parents) {
      this.#parents = new WeakMap();
      for (const [child, parent] of visited(this.#document)) if (parent) this.#parents.set(child, parent);
    }
    return this.#parents.get(node as SqlNode);
  }

  /** Comments that may configure ESLint. */
  getInlineConfigNodes(): readonly SqlComment[] {
    return this.comments.filter(({ value }) => /^[\s*]*eslint/.test(value));
  }

  getDisableDirectives(): ReturnType<typeof nativeDirectives> {
    return nativeDirectives(this.#document, this.text);
  }

  override *traverse(): Iterable<VisitNodeStep> {
    yield* steps(this.#document, null);
  }
}

Object.assign(SqlSource.prototype, compatibility);

function* visited(node: SqlNode, parent: SqlNode | null = null): Generator<readonly [SqlNode, SqlNode | null]> {
  yield [node, parent];
  for (const part of partsIn(node)) yield* visited(part, node);
}

function* steps(node: SqlNode, parent: SqlNode | null): Generator<VisitNodeStep> {
  yield new VisitNodeStep({ target: node, phase: 1, args: [node, parent] });
  for (const part of partsIn(node)) yield* steps(part, node);
  yield new VisitNodeStep({ target: node, phase: 2, args: [node, parent] });
}
