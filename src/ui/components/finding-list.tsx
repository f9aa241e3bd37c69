import type { Finding } from '../../model/report.ts';
import { Block } from './block.tsx';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

/** All findings, where there are several, with the one that is shown under the cursor. */
export function FindingList({ findings, at }: { readonly findings: readonly Finding[]; readonly at: number }) {
  if (findings.length < 2) return null;
  return (
    <Block heading={`Found: ${findings.length}, the likeliest cause first`}>
      {findings.map((finding, index) => (
        <Marked key={`${finding.rule} ${finding.title}`} symbol={index === at ? 'cursor' : 'none'}>
          <Words tone={index === at ? 'plain' : 'quiet'}>{`${finding.severity}: ${finding.title}`}</Words>
        </Marked>
      ))}
    </Block>
  );
}
