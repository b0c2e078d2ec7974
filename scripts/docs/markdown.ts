/** The form that every page has. */

export interface Head {
  readonly title: string;
  /** Where the registry's menu has the page; at its top level without one. */
  readonly subcategory?: string;
  readonly description: string;
}

/** A page of its parts, without those that are empty. */
export function page({ title, subcategory, description }: Head, ...parts: readonly string[]): string {
  const head = [
    "---",
    `page_title: ${JSON.stringify(title)}`,
    ...(subcategory === undefined ? [] : [`subcategory: ${JSON.stringify(subcategory)}`]),
    "description: |-",
    `  ${indented(description)}`,
    "---",
  ];
  return `${paragraphs(head.join("\n"), ...parts)}\n`;
}

export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Parts under a heading; nothing if all of them are empty. */
export function section(heading: string, ...parts: readonly string[]): string {
  const body = paragraphs(...parts);
  return body === "" ? "" : `${heading}\n\n${body}`;
}

/** Items under a line that leads to them; nothing if there are none. */
export function bullets(lead: string, items: readonly string[]): string {
  return items.length === 0 ? "" : paragraphs(lead, items.map((item) => `- ${indented(item)}`).join("\n"));
}

export function code(language: "terraform" | "shell" | "text", text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
