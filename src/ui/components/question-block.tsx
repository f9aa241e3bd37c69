import type { Question } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

/** What would settle most between the findings, where to look, and what each answer means. */
export function QuestionBlock({ question: { ask, how, answers } }: { readonly question: Question }) {
  return (
    <Block heading={ask}>
      <Words>{how}</Words>
      {answers.map(({ answer, rule }) => (
        <Words key={answer} tone="quiet">{`${answer}: ${rule}`}</Words>
      ))}
    </Block>
  );
}
