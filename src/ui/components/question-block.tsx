import type { Finding, Question } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly question: Question;
  readonly findings: readonly Finding[];
}

/** What would settle most between the findings, where to look, and what each answer that is still open means. */
export function QuestionBlock({ question: { ask, how, answers }, findings }: Props) {
  const open = answers.filter(({ rule }) => findings.some((finding) => finding.rule === rule));
  return (
    <Block heading={ask}>
      <Words>{how}</Words>
      {open.map(({ answer, rule }) => (
        <Words key={answer} tone="quiet">{`${answer}: ${rule}`}</Words>
      ))}
    </Block>
  );
}
