import type { Process } from '../process.ts';

/**
 * Environment variables by which programs that act for a person show themselves to what they start; a name that ends with `_` stands for all
 * that begin with it. Whoever finds one set in their own terminal opens another one: a permission that a program gave would be none.
 */
export const agentVariables: readonly string[] = [
  // Claude Code sets it to 1 in every shell that it opens: https://docs.claude.com/en/docs/claude-code/settings
  'CLAUDECODE',
  // Claude Code's own (CLAUDE_CODE_ENTRYPOINT, CLAUDE_CODE_SESSION_ID): https://docs.rs/crate/ai_env/latest/source/src/claude.rs
  'CLAUDE_CODE',
  'CLAUDE_CODE_',
  // Cursor's agent; CURSOR_TRACE_ID is in its terminal for people, too: https://github.com/vercel/vercel/tree/main/packages/detect-agent
  'CURSOR_AGENT',
  // Gemini CLI sets it to 1 where it runs commands: https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/shell.md
  'GEMINI_CLI',
  // Codex (CODEX_SANDBOX, CODEX_THREAD_ID): https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cli/util/detect-agent.ts
  'CODEX_',
  // Replit: https://github.com/vercel/vercel/tree/main/packages/detect-agent
  'REPL_ID',
  'REPLIT_CLI',
  // Aider reads its settings from them: https://aider.chat/docs/config/dotenv.html
  'AIDER_',
  // GitHub Copilot's agents.
  'COPILOT_AGENT',
  // Cline: https://github.com/checkly/checkly-cli/pull/1261
  'CLINE_ACTIVE',
  // opencode: https://github.com/checkly/checkly-cli/pull/1261
  'OPENCODE',
  // Augment, Antigravity: https://github.com/vercel/vercel/tree/main/packages/detect-agent
  'AUGMENT_AGENT',
  'ANTIGRAVITY_AGENT',
  // What such programs are asked to set: https://github.com/vercel/vercel/tree/main/packages/detect-agent
  'AI_AGENT',
];

/** The variable that shows that a program acts here, or null. */
export function agentIn(env: Process['env']): string | null {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  const shows = (name: string) =>
    agentVariables.some((known) => (known.endsWith('_') ? name.startsWith(known) : name === known));
  return Object.keys(env).find((name) => shows(name) && isSet(name)) ?? null;
}
