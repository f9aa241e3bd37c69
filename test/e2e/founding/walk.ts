import type { Terminal } from '../../support/terminal.ts';
import { type Hands, sitDown, stuck } from './hands.ts';
import { commandOn, flowing, footerOf, stepOn } from './screen.ts';

/** Somebody who has never seen the doctor: reads the screen, and presses only what its footer names. */
export interface Newcomer {
  /** The options that this person takes, by their words; the first one wherever none of these is offered. */
  readonly takes?: readonly string[];
  /** What this person can do away from the doctor, where a step asks for it in these words. */
  readonly deeds?: readonly Deed[];
  /** Tries again with the client that was refused: whether it is let in. */
  tries(): Promise<boolean>;
  /** What this person goes on to mend once they are in, by words of what comes next. */
  readonly minds?: RegExp;
  /** Tries once more at the end, when the gateway's container was removed and made anew, say. */
  lasts?(): Promise<boolean>;
  /** By which this person knows their own client among others that wait: its device id. */
  deviceId?(): string;
}

export interface Deed {
  readonly words: RegExp;
  do(step: Step): Promise<unknown>;
}

/** What a step says. */
export interface Step {
  readonly text: string;
  /** The command on screen, as it would be typed. */
  readonly command: string | undefined;
}

export interface Walk {
  readonly keys: number;
  /** What the doctor took, in seconds; what was done away from it not counted. */
  readonly waited: number;
  /** What was done away from it took, in seconds. */
  readonly elsewhere: number;
  readonly connected: boolean;
  /** The last screen. */
  readonly end: string;
  /** Each screen on which a key was pressed, and the key. */
  readonly screens: readonly string[];
}

/** From the first screen to a client that is let in, or to where the screen leads. Throws where the person is stuck. */
export async function walk(terminal: Terminal, newcomer: Newcomer): Promise<Walk> {
  const hands = await sitDown(terminal);
  const client = { connected: false };
  while (await goesOn(hands, newcomer, client));
  if (client.connected && newcomer.lasts) client.connected = await hands.away(newcomer.lasts);
  const { pressed, spent, screen } = hands;
  return { keys: pressed.length, ...spent(), ...client, end: screen(), screens: pressed };
}

interface Client {
  connected: boolean;
}

/** Does what the present screen asks for. False: there is nothing left to do. */
async function goesOn(hands: Hands, newcomer: Newcomer, client: Client): Promise<boolean> {
  const screen = hands.screen();
  const offers = (label: string) => footerOf(screen).some(({ does }) => does === label);
  if (offers('options') || offers('see who asks')) await hands.press('enter');
  else if (offers('take this one')) await takesOne(hands, newcomer);
  else if (offers('see it whole')) await findsOwn(hands, newcomer);
  else if (/Approve this device\?/.test(screen) && offers('reject')) await approves(hands, newcomer);
  else if (/Waiting for the (?:client|change|gateway)/.test(screen)) return waits(hands, newcomer, client);
  else if (offers('go on with this') || footerOf(screen)[0]?.does === 'look again')
    return seesTheEnd(hands, newcomer, client);
  else if (stepOn(screen) !== undefined) return takesStep(hands, newcomer, client);
  else throw stuck('does not know what to press', screen);
  return true;
}

async function takesOne(hands: Hands, { takes = [] }: Newcomer): Promise<void> {
  const isHere = () => takes.some((words) => flowing(atCursor(hands.screen())).startsWith(`› ${words}`));
  if (takes.some((words) => flowing(hands.screen()).includes(words))) await moveTo(hands, isHere);
  await hands.press('enter');
}

/** Of several that wait one is their own. */
async function findsOwn(hands: Hands, { deviceId }: Newcomer): Promise<void> {
  const own = deviceId?.().slice(0, 12) ?? '';
  // An empty line ends what is said of one.
  await moveTo(hands, () => (atCursor(hands.screen()).split('\n\n')[0] ?? '').includes(own));
  await hands.press('enter');
}

async function approves(hands: Hands, { deviceId }: Newcomer): Promise<void> {
  const text = await hands.readAll();
  const own = deviceId?.() ?? '';
  if (!text.replace(/\s/g, '').includes(own)) throw stuck('sees another device than their own', text);
  await hands.untilOffered('y');
  await hands.press('y');
}

async function waits(hands: Hands, newcomer: Newcomer, client: Client): Promise<boolean> {
  if (/for the client/.test(hands.screen())) await tries(hands, newcomer, client);
  // Who is in, and has read that this is all, soon waits no longer.
  const isDone = client.connected && /if it gets in\b.* you are done/i.test(flowing(hands.screen()));
  if (await hands.watch(isDone ? 10_000 : 60_000)) return true;
  if (isDone) return false;
  throw stuck('waits in vain', hands.screen());
}

async function seesTheEnd(hands: Hands, newcomer: Newcomer, client: Client): Promise<boolean> {
  const screen = hands.screen();
  const hasNext = footerOf(screen).some(({ does }) => does === 'go on with this');
  // An error comes next where nothing says that they are in; else a person sees first whether they are.
  const isError = hasNext && /^Next\n✗/m.test(screen) && !/^✓ Connected/m.test(screen);
  const isMinded = hasNext && newcomer.minds?.test(flowing(screen));
  if (!isMinded && !isError && (client.connected || (await tries(hands, newcomer, client)))) return false;
  if (hasNext) await hands.press('enter');
  else if (!(await hands.watch(60_000))) throw stuck('is not in, and sees nothing to do', screen);
  return true;
}

async function takesStep(hands: Hands, newcomer: Newcomer, client: Client): Promise<boolean> {
  const step = stepOn(await hands.readAll()) ?? '';
  if (/Enter (?:runs|writes) exactly this/.test(flowing(step))) await hands.untilOffered('enter');
  const footer = footerOf(hands.screen());
  const enter = footer.find(({ key }) => key === 'enter')?.does;
  const deed = newcomer.deeds?.find(({ words }) => words.test(flowing(step)));
  if (deed) {
    await hands.away(() => deed.do({ text: flowing(step), command: commandOn(step) }));
    if (footer.some(({ key, does }) => key === 'd' && does.startsWith('I did it'))) await hands.press('d');
    else if (enter === 'next step') await hands.press('enter');
    else {
      await tries(hands, newcomer, client);
      return false;
    }
  } else if (enter === 'run it here' || enter === 'write it') await hands.press('enter');
  else throw stuck('does not know how to do this', hands.screen());
  return true;
}

async function tries(hands: Hands, newcomer: Newcomer, client: Client): Promise<boolean> {
  client.connected = await hands.away(() => newcomer.tries());
  return client.connected;
}

/** Moves down until the cursor is where it is wanted. */
async function moveTo(hands: Hands, isHere: () => boolean): Promise<void> {
  for (let moves = 0; moves < 12; moves++) {
    if (isHere()) return;
    if (!footerOf(hands.screen()).some(({ key }) => key === 'arrows')) break;
    await hands.press('arrows');
  }
  throw stuck('does not find what they look for', hands.screen());
}

/** What stands at the cursor, and all below it. */
function atCursor(screen: string): string {
  const at = screen.search(/^ *› /m);
  return at === -1 ? '' : screen.slice(at);
}
