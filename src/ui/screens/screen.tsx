import type { State } from '../state.ts';
import { AcceptingScreen } from './accepting.tsx';
import { ApprovingScreen } from './approving.tsx';
import { CheckingScreen } from './checking.tsx';
import { ChoosingScreen } from './choosing.tsx';
import { ConfirmingScreen } from './confirming.tsx';
import { DiagnosisScreen } from './diagnosis.tsx';
import { DoneScreen } from './done.tsx';
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
  /** The columns for text. */
  readonly columns: number;
  /** All columns of the terminal, for pictures. */
  readonly wide: number;
}

/** The props of the screen of that kind. */
export type PropsOf<K extends State['screen']['kind']> = ScreenProps<Extract<State['screen'], { kind: K }>>;

/** The present screen. */
export function Screen({ state, columns, wide }: Omit<ScreenProps, 'screen'>) {
  const { screen } = state;
  const common = { state, columns, wide };
  if (state.showsHelp) return <HelpScreen />;
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
