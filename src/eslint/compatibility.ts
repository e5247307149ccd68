/**
 * A value that answers everything with itself: what rules for JavaScript find where they look for scopes, tokens and types in a file
 * of SQL. Their listeners never run there, but many look around before.
 */
const nothing: unknown = new Proxy(() => undefined, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator ? [][Symbol.iterator] : key === 'then' ? undefined : nothing),
  apply: () => nothing,
}); // prettier-ignore

const none = (): readonly never[] => [];
const noToken = (): null => null;
const scope = { type: 'global', variables: [], set: new Map(), references: [], through: [], childScopes: [], block: null, upper: null, isStrict: false }; // prettier-ignore

/**
 * What a source of SQL has so that rules of ESLint's own and of typescript-eslint find nothing instead of crashing when a configuration
 * without `files` switches them on for SQL as well (eslint/eslint#19255).
 */
export const compatibility = {
  scopeManager: { scopes: [scope], globalScope: scope, acquire: noToken, getDeclaredVariables: none },
  parserServices: { program: nothing, esTreeNodeToTSNodeMap: new Map(), tsNodeToESTreeNodeMap: new Map(), getTypeAtLocation: () => nothing, getSymbolAtLocation: () => undefined, emitDecoratorMetadata: false, experimentalDecorators: false, isolatedDeclarations: false },
  hasBOM: false,
  isESTree: false,
  getAllComments: none,
  getCommentsBefore: none,
  getCommentsAfter: none,
  getCommentsInside: none,
  commentsExistBetween: () => false,
  getScope: () => scope,
  getDeclaredVariables: none,
  markVariableAsUsed: () => false,
  isGlobalReference: () => false,
  isSpaceBetween: () => false,
  getNodeByRangeIndex: noToken,
  getTokens: none,
  getFirstTokens: none,
  getLastTokens: none,
  getTokensBefore: none,
  getTokensAfter: none,
  getTokensBetween: none,
  getFirstTokensBetween: none,
  getLastTokensBetween: none,
  getFirstToken: noToken,
  getLastToken: noToken,
  getTokenBefore: noToken,
  getTokenAfter: noToken,
  getFirstTokenBetween: noToken,
  getLastTokenBetween: noToken,
  getTokenByRangeStart: noToken,
}; // prettier-ignore
