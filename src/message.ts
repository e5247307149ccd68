/** Fills `{{name}}` from the data in one pass, so that data never acts as a template; unknown names stay as written. */
export function fillMessage(template: string, data: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{\{ ?(\w+) ?\}\}/g, (placeholder, name: string) =>
    Object.hasOwn(data, name) ? (data[name] ?? placeholder) : placeholder,
  );
}
