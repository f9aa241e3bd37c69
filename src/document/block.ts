/** A page to be read, apart from how it is drawn: as text in a terminal, or as Markdown. */
export type Block =
  | { readonly kind: 'title' | 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly isNumbered?: true };

export interface Item {
  readonly say: string;
  /** Lines to be shown as they are, a command or a part of a file. */
  readonly code?: readonly string[];
  readonly items?: readonly Item[];
}

export const title = (text: string): Block => ({ kind: 'title', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const text = (words: string): Block => ({ kind: 'text', text: words });
export const list = (items: readonly Item[]): Block => ({ kind: 'list', items });
export const steps = (items: readonly Item[]): Block => ({ kind: 'list', items, isNumbered: true });

/** These blocks under a heading; nothing where there are none. */
export function section(words: string, blocks: readonly Block[]): readonly Block[] {
  const filled = blocks.filter((block) => block.kind !== 'list' || block.items.length > 0);
  return filled.length > 0 ? [heading(words), ...filled] : [];
}
