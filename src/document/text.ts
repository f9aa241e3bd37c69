import { styleText } from 'node:util';
import { wrap } from '../report/wrap.ts';
import type { Block, Item } from './block.ts';

export interface Screen {
  readonly color: boolean;
  readonly columns: number;
}

/** The page as text that reads well from top to bottom, also without colour. */
export function textPage(blocks: readonly Block[], { color, columns }: Screen): string {
  const width = Math.max(40, Math.min(columns, 100));
  const bold = (line: string) => (color ? styleText('bold', line, { validateStream: false }) : line);
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'title':
      case 'heading':
        return wrap(block.text, width).map(bold);
      case 'text':
        return wrap(block.text, width, '  ');
      case 'list':
        return itemLines(block.items, width, '  ', block.isNumbered === true);
      default:
        return block satisfies never;
    }
  });
  // What stands under a heading follows it at once.
  const lines = parts.flatMap((part, index) =>
    blocks[index]?.kind === 'heading' || index === 0 ? ['', ...part] : part,
  );
  const spaced = lines.slice(1);
  return `${spaced.join('\n').trimEnd()}\n`;
}

function itemLines(items: readonly Item[], width: number, indent: string, isNumbered: boolean): string[] {
  return items.flatMap(({ say, code = [], items: inner = [] }, index) => {
    const mark = isNumbered ? `${index + 1}. ` : '- ';
    const below = indent + ' '.repeat(mark.length);
    return [
      ...wrap(say, width, indent + mark, below),
      ...code.map((line) => `${below}  ${line}`),
      ...itemLines(inner, width, below, false),
    ];
  });
}
