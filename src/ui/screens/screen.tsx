import { Box } from 'ink';
import { Aside } from '../components/aside.tsx';
import { useRoom } from '../components/look.ts';
import type { State } from '../state.ts';
import { AcceptingScreen } from './accepting.tsx';
import { ApprovingScreen } from './approving.tsx';
import { CheckingScreen } from './checking.tsx';
import { ChoosingScreen } from './choosing.tsx';
import { ConfirmingScreen } from './confirming.tsx';
import { DiagnosisScreen } from './diagnosis.tsx';
import { DoneScreen } from './done.tsx';
import { HardeningScreen } from './hardening.tsx';
import { HelpScreen } from './help.tsx';
import { LookingScreen } from './looking.tsx';
import { OptionsScreen } from './options.tsx';
import { ResumingScreen } from './resuming.tsx';
import { RunningScreen } from './running.tsx';
import { StepScreen } from './step.tsx';
import { UndoingScreen } from './undoing.tsx';
import { WaitingScreen } from './waiting.tsx';
import { WritingScreen } from './writing.tsx';

export interface ScreenProps<S = State['screen']> {
  readonly state: State;
  readonly screen: S;
  readonly columns: number;
}

/** The props of the screen of that kind. */
export type PropsOf<K extends State['screen']['kind']> = ScreenProps<Extract<State['screen'], { kind: K }>>;

interface Props {
  readonly state: State;
  readonly columns: number;
}

/** The present screen, beside it what it rests on, where there is room. */
export function Screen({ state, columns }: Props) {
  const { aside } = useRoom();
  if (!aside) {
    return (
      <Box flexDirection="column" width={columns}>
        <Present state={state} columns={columns} />
      </Box>
    );
  }
  return (
    <Box>
      <Box flexDirection="column" width={columns} flexShrink={0}>
        <Present state={state} columns={columns} />
      </Box>
      <Box
        flexDirection="column"
        width={aside.columns}
        marginLeft={4}
        maxHeight={aside.rows}
        overflow="hidden"
        flexShrink={0}
      >
        <Aside state={state} />
      </Box>
    </Box>
  );
}

function Present({ state, columns }: Props) {
  const { screen } = state;
  const common = { state, columns };
  if (state.showsHelp) return <HelpScreen state={state} />;
  switch (screen.kind) {
    case 'looking':
      return <LookingScreen state={state} />;
    case 'choosing':
      return <ChoosingScreen {...common} screen={screen} />;
    case 'diagnosis':
      return <DiagnosisScreen {...common} screen={screen} />;
    case 'options':
      return <OptionsScreen {...common} screen={screen} />;
    case 'accepting':
      return <AcceptingScreen {...common} screen={screen} />;
    case 'step':
      return <StepScreen {...common} screen={screen} />;
    case 'approving':
      return <ApprovingScreen {...common} screen={screen} />;
    case 'confirming':
      return <ConfirmingScreen {...common} screen={screen} />;
    case 'running':
      return <RunningScreen {...common} screen={screen} />;
    case 'checking':
      return <CheckingScreen state={state} />;
    case 'waiting':
      return <WaitingScreen {...common} screen={screen} />;
    case 'done':
      return <DoneScreen {...common} screen={screen} />;
    case 'hardening':
      return <HardeningScreen {...common} screen={screen} />;
    case 'writing':
      return <WritingScreen {...common} screen={screen} />;
    case 'resuming':
      return <ResumingScreen {...common} screen={screen} />;
    case 'undoing':
      return <UndoingScreen {...common} screen={screen} />;
    default:
      return screen satisfies never;
  }
}
