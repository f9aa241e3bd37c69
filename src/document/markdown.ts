import { cell, code, fenced, inline } from '../report/markdown-text.ts';
import type { Block, Item } from './block.ts';

/** The page as Markdown, its headings from the second level on. */
export function markdownPage(blocks: readonly Block[]): string {
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'title':
        return `## ${prose(block.text, inline)}`;
      case 'heading':
        return `### ${prose(block.text, inline)}`;
      case 'text':
        return prose(block.text, inline);
      case 'list':
        return itemLines(block.items, '', block.isNumbered === true).join('\n');
      default:
        return block satisfies never;
    }
  });
  return `${parts.join('\n\n')}\n`;
}

/** A table, in which nothing in a cell can end it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => prose(text, cell)).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function itemLines(items: readonly Item[], indent: string, isNumbered: boolean): string[] {
  return items.flatMap(({ say, code: lines = [], items: inner = [] }, index) => {
    const mark = isNumbered ? `${index + 1}. ` : '- ';
    const below = indent + ' '.repeat(mark.length);
    return [
      `${indent}${mark}${prose(say, inline)}`,
      ...(lines.length > 0 ? fenced(lines, 'text', below) : []),
      ...itemLines(inner, below, false),
    ];
  });
}

/** Words in which commands stand in backticks and what isn't known in angle brackets: both become code. */
function prose(words: string, render: (part: string) => string): string {
  return words
    .split(/(`[^`]+`|<[^<>`]{1,80}>)/)
    .map((part, index) => {
      if (index % 2 === 1) return code(part.replace(/^`|`$/g, ''));
      const [before = '', , after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part)?.slice(1) ?? [];
      return `${before && ' '}${render(part)}${part.trim() === '' ? '' : after && ' '}`;
    })
    .join('');
}
