import type { Snippet } from '../../model/rule.ts';
import { snippetLines } from '../../report/text.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

/** Lines for another program's file, under its name. */
export function SnippetLines({ snippet }: { readonly snippet: Snippet }) {
  return (
    <Block>
      {snippetLines(snippet).map((line, index) => (
        <Words key={index} tone={index === 0 ? 'quiet' : 'command'}>
          {line === '' ? ' ' : line}
        </Words>
      ))}
    </Block>
  );
}
