import type { FileResult, Reporter, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';
import { xmlStart } from './xml.ts';

/** Checkstyle's XML; what is approved or known by the baseline is left out. */
export function checkstyle(view: View): Reporter {
  let head = '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n';
  const begin = () => {
    const text = head;
    head = '';
    return text;
  };
  return {
    file(result) {
      const errors = errorsOf(result);
      if (errors.length === 0) return '';
      const start = xmlStart('file', { name: repositoryPath(result.path, view) });
      return `${begin()}  ${start}>\n${errors.map((error) => `    ${error}/>\n`).join('')}  </file>\n`;
    },
    end: () => `${begin()}</checkstyle>\n`,
  };
}

function errorsOf(result: FileResult): readonly string[] {
  if (result.kind === 'failed')
    return [
      xmlStart('error', { line: 1, column: 1, severity: 'error', message: result.message, source: 'farout-guard' }),
    ];
  return result.findings
    .filter(({ approval }) => approval === null)
    .map(({ line, column, severity, message, rule }) =>
      xmlStart('error', {
        line,
        column,
        severity: severity === 'error' ? 'error' : 'warning',
        message,
        source: `farout-guard.${rule}`,
      }),
    );
}
