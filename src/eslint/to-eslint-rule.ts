import type { Rule as EslintRule } from 'eslint';
import { ruleUrl } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { expectRule, giveVerdict } from './verdict.ts';

/** A rule of ours as ESLint's. All that are active for a file are run at once, when ESLint leaves its root. */
export function toEslintRule(name: string, rule: Rule): EslintRule.RuleModule {
  return {
    meta: {
      type: rule.level === 1 ? 'suggestion' : 'problem',
      docs: { description: rule.description, url: ruleUrl(name), recommended: rule.protocolOnly !== true },
      schema: [rule.schema as never],
      defaultOptions: [rule.defaults],
      messages: { ...rule.messages },
      hasSuggestions: true,
      ...(rule.fixable ? { fixable: 'code' } : {}),
      languages: ['farout-guard/sql', 'js/js'],
    },
    create(context) {
      expectRule(name, context);
      const onExit = () => giveVerdict(context);
      return { 'SqlDocument:exit': onExit, 'Program:exit': onExit };
    },
  };
}
