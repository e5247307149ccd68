import { pluginModule } from './eslint-edit.ts';

/** What makes ESLint read TypeScript: packages that bring a parser, and how each gives it. */
export const typescriptParsers = {
  'typescript-eslint': { line: "import tseslint from 'typescript-eslint';", option: 'parser: tseslint.parser' },
  '@typescript-eslint/parser': { line: "import parser from '@typescript-eslint/parser';", option: 'parser' },
} as const;

export type ParserPackage = keyof typeof typescriptParsers;

/** A flat configuration with nothing but our entries, and a parser for migrations in TypeScript when one is given. */
export function eslintConfig(parser: ParserPackage | null): string {
  const line = `import farout from '${pluginModule}';`;
  if (parser === null) return `${line}\n\nexport default [...farout.project()];\n`;
  const { line: parserLine, option } = typescriptParsers[parser];
  return `${line}
${parserLine}

export default [
  { files: ['**/*.{ts,mts,cts}'], languageOptions: { ${option} } },
  ...farout.project(),
];
`;
}

/** What a person adds where we cannot. */
export function eslintLines(path: string, text: string): string {
  const isCommonJs = path.endsWith('.cjs') || /\bmodule\.exports\b/.test(text);
  const line = isCommonJs ? `const farout = require('${pluginModule}');` : `import farout from '${pluginModule}';`;
  return `${line} and, as the last entry of what it exports, ...farout.project()`;
}
