import type { Finding } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Numbered } from './numbered.tsx';
import { Words } from './words.tsx';

/** All findings, where there are several, with the one that is shown under the cursor. */
export function FindingList({ findings, at }: { readonly findings: readonly Finding[]; readonly at: number }) {
  if (findings.length < 2) return null;
  // What is no error is no cause of one.
  const isCause = findings[0]?.severity === 'error';
  return (
    <Block heading={`Found: ${findings.length}, the likeliest ${isCause ? 'cause ' : ''}first`}>
      {findings.map((finding, index) => (
        <Numbered key={`${finding.rule} ${finding.title}`} isAt={index === at} number={index + 1}>
          <Words tone={index === at ? 'plain' : 'quiet'}>{`${finding.severity}: ${finding.title}`}</Words>
        </Numbered>
      ))}
    </Block>
  );
}
