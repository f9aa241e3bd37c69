import { Box } from 'ink';
import { type Diagnosis, isStranger } from '../../doctor.ts';
import type { Finding } from '../../model/report.ts';
import { versionInWords } from '../../report/version.ts';
import { inconclusiveWords, withheldWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { EvidenceList } from '../components/evidence-list.tsx';
import { FindingList } from '../components/finding-list.tsx';
import { FindingTitle } from '../components/finding-title.tsx';
import { useRoom } from '../components/look.ts';
import { LookedList } from '../components/looked-list.tsx';
import { Marked } from '../components/marked.tsx';
import { PathLine } from '../components/path-line.tsx';
import { PathList } from '../components/path-list.tsx';
import { QuestionBlock } from '../components/question-block.tsx';
import { TermList } from '../components/term-list.tsx';
import { UnknownList } from '../components/unknown-list.tsx';
import { Way } from '../components/way.tsx';
import { Words } from '../components/words.tsx';
import { pathOf } from '../finding-path.ts';
import { offersLogin } from '../login.ts';
import type { State } from '../state.ts';
import { newTerms } from '../terms.ts';
import { undoableHere } from '../undo.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** What is wrong and what shows it; where nothing is, or too little could be seen, that. */
export function DiagnosisScreen({ state, screen, columns }: PropsOf<'diagnosis'>) {
  const { aside } = useRoom();
  const { diagnosis, showsAll } = state;
  if (!diagnosis) return null;
  const { report } = diagnosis;
  const finding = report.findings[screen.at];
  return (
    <Box flexDirection="column">
      {finding && report.verdict === 'problem' ? null : <Verdict diagnosis={diagnosis} />}
      {finding ? (
        <Box flexDirection="column" marginTop={report.verdict === 'problem' ? 0 : 1}>
          <OneFinding finding={finding} diagnosis={diagnosis} columns={columns} />
        </Box>
      ) : null}
      <LoginOffer target={offersLogin(state)} />
      {report.question ? <QuestionBlock question={report.question} /> : null}
      <FindingList findings={report.findings} at={screen.at} />
      <TermList terms={newTerms(state)} />
      {finding && !aside ? <EvidenceList evidence={finding.evidence} showsAll={showsAll} /> : null}
      {finding && showsAll ? <More finding={finding} /> : null}
      {report.verdict === 'healthy' && !finding ? <PathList path={report.path} /> : null}
      {report.verdict === 'inconclusive' || showsAll ? (
        <UnknownList unknown={report.unknown} showsAll={showsAll} />
      ) : null}
      <LastFix state={state} />
      {finding && !showsAll ? null : <LookedList looked={report.looked} showsAll={showsAll} />}
    </Box>
  );
}

function Verdict({ diagnosis: { facts, report } }: { readonly diagnosis: Diagnosis }) {
  const words = versionInWords(report.openclaw);
  const version = words === '' ? '' : ` ${words}.`;
  if (report.verdict === 'healthy') {
    return (
      <Marked symbol="ok" tone="good">
        <Words tone="title">{`Healthy: the gateway answers, and no client is being refused.${version}`}</Words>
      </Marked>
    );
  }
  if (isStranger(facts)) return <Stranger />;
  return (
    <Marked symbol="unknown" tone="warning">
      <Words tone="title">{`Inconclusive: ${inconclusiveWords(report)}${version}`}</Words>
    </Marked>
  );
}

function LoginOffer({ target }: { readonly target: string | null }) {
  if (target === null) return null;
  return (
    <Block>
      <Words>{`The gateway runs on ${target}. With s the doctor logs in there by your ssh and reads its settings, its log and who waits; it writes nothing.`}</Words>
    </Block>
  );
}

function Stranger() {
  return (
    <>
      <Marked symbol="unknown" tone="warning">
        <Words tone="title">There is no trace of OpenClaw on this machine.</Words>
      </Marked>
      <Block>
        <Words>
          It looked for a state folder, an openclaw package on the PATH, a container that runs it, and a gateway that
          answers on this machine.
        </Words>
        <Words>A gateway elsewhere: name it with --url ws://host:18789.</Words>
        <Words>A recorded patient, to see the doctor at work:</Words>
        <Words tone="command">npm start -- --from fixtures/containers/02-compose-network</Words>
      </Block>
    </>
  );
}

/** What `u` takes back here: nobody presses it for a fix that is not named. */
function LastFix({ state }: { readonly state: State }) {
  const run = undoableHere(state);
  if (!run) return null;
  return (
    <Block heading="The last fix here">
      <Words>{`${run.remedy.title}, ${durationWords(state.now - run.startedAt)} ago. u shows what takes it back, a piece at a time.`}</Words>
    </Block>
  );
}

interface FindingProps {
  readonly finding: Finding;
  readonly diagnosis: Diagnosis;
  readonly columns: number;
}

function OneFinding({ finding, diagnosis, columns }: FindingProps) {
  const { isLow } = useRoom();
  const words = versionInWords(diagnosis.report.openclaw);
  const version = words === '' ? '' : `, ${words}`;
  const about = `${finding.certainty} ${finding.severity} at ${finding.stage}${version}`;
  return (
    <>
      <FindingTitle finding={finding} />
      <Box flexDirection="column" paddingLeft={2}>
        {isLow ? null : <Words tone="quiet">{about}</Words>}
        <Words>{finding.why}</Words>
        {isLow ? <Words tone="quiet">{about}</Words> : null}
      </Box>
      <PathLine path={pathOf(diagnosis, finding)} columns={columns} />
      {finding.way ? <Way way={finding.way} /> : null}
      {finding.remedies.length === 0 ? (
        <Block>
          <Words>{withheldWords(finding) ?? 'The doctor knows no steps for this one.'}</Words>
        </Block>
      ) : null}
    </>
  );
}

function More({ finding }: { readonly finding: Finding }) {
  return (
    <Block heading={`More on ${finding.rule}`}>
      {finding.next === undefined ? null : <Words>{`Then: ${finding.next}`}</Words>}
      {finding.docs.map((url) => (
        <Words key={url}>{url}</Words>
      ))}
    </Block>
  );
}
