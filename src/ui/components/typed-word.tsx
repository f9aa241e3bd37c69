import { Block } from './block.tsx';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly word: string;
  /** What for: `accept this risk`. */
  readonly purpose: string;
  readonly typed: string;
  readonly isPasted: boolean;
}

/** Asks for a word, typed by hand. */
export function TypedWord({ word, purpose, typed, isPasted }: Props) {
  return (
    <Block>
      <Words>{`Type ${word} to ${purpose}: ${typed}_`}</Words>
      {isPasted ? (
        <Marked symbol="warning" tone="warning">
          <Words>What is pasted, or comes all at once, doesn’t count: type the word by hand.</Words>
        </Marked>
      ) : null}
    </Block>
  );
}
