/** What somebody wrote down of a failure, in the fields of an evidence file. */
export interface Told {
  readonly text?: string;
  readonly notes?: readonly string[];
  readonly client?: string;
  readonly deployment?: string;
  readonly os?: string;
  readonly openclaw?: string;
  readonly pageUrl?: string;
  readonly config?: unknown;
  readonly compose?: string;
}

/** Longer texts are logs: what people say of them stands in their first part. */
const MAX_TEXT = 64 * 1024;

/** The words of a report, the pairs of words that follow each other, and its fields, each once. */
export function termsOf(told: Told): ReadonlySet<string> {
  const { client, deployment, os, openclaw, text = '', notes = [], pageUrl = '', config, compose = '' } = told;
  const terms = new Set<string>();
  for (const [field, value] of Object.entries({ client, deployment, os })) {
    if (value !== undefined) terms.add(`${field}: ${value.toLowerCase()}`);
  }
  const month = /^(\d+\.\d+)\./.exec(openclaw ?? '')?.[1];
  if (month !== undefined) terms.add(`openclaw: ${month}`);
  const body = [text, ...notes, pageUrl, config === undefined ? '' : JSON.stringify(config), compose].join(' ');
  const words = wordsOf(body.slice(0, MAX_TEXT));
  for (const [index, word] of words.entries()) {
    terms.add(word);
    const parts = word.split(/[._=-]/);
    if (parts.length > 1) for (const part of parts) terms.add(part);
    const next = words[index + 1];
    if (next !== undefined) terms.add(`${word} ${next}`);
  }
  return terms;
}

/** Which private network an address is of says something, the address itself and an id don't. */
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/\b(10|100|172|192)\.\d+\.\d+\.\d+\b/g, ' ip$1 ')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{20,}/g, ' uuid ')
    .match(/ip\d+|[a-z_]+(?:[.=-][a-z_]+)*|\d+/g) ?? [];
