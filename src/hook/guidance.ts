/** What a hook says last when it stops something: how to go on. */
export function guidance(action: 'commit' | 'push', remedy: string): string {
  const lines = [
    `farout-guard: the ${action} is stopped. ${remedy}`,
    `  git ${action} --no-verify leaves only this hook out: CI judges the same changes.`,
  ];
  return `${lines.join('\n')}\n`;
}
