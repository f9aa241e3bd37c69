import { possibleReleases } from '../facts/releases.ts';
import { settingAt, settingIn } from '../facts/setting.ts';
import { holdsFor } from '../gateway/releases.ts';
import { wordsBehind } from '../model/argv.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Facts, factOf, valueIn } from '../model/fact.ts';
import { isDeviceId } from '../model/ids.ts';
import type { FileChange, Step } from '../model/report.ts';
import { type Route, routed } from '../model/route.ts';
import { type Shell, shellText } from '../model/shell.ts';
import { argumentOf } from './setting-argument.ts';
import type { Written } from './write.ts';

/** What takes a step back, decided before the step runs: later nobody knows what was there before. */
export type Undo = Command | Again | Kept | ByHand;

/** A command at the place of the step that it takes back. */
interface Placed {
  readonly argv: readonly string[];
  /** As a step names it; absent: this machine. */
  readonly where?: string;
  readonly route?: Route;
  /** What it is typed into; absent: sh. */
  readonly shell?: Shell;
}

interface Command extends Placed {
  readonly kind: 'command';
  readonly say: string;
  /** Taken back only while this is so: what somebody has changed since is theirs. */
  readonly holds: Holds;
}

/** A restart: run once more when the rest is taken back, so that it takes effect. */
interface Again extends Placed {
  readonly kind: 'again';
  readonly say: string;
  /** The step has stopped the gateway: where the fix ended before it ran again, this is taken back by itself. */
  readonly byItself?: true;
}

/** A file whose old text was kept. */
interface Kept {
  readonly kind: 'file';
  readonly say: string;
  readonly change: FileChange;
  readonly written: Written;
  /** It loses data: it takes the same word as a remedy with that risk. */
  readonly loses?: true;
}

/** It stays; `why` is a sentence that says so and what can be done instead. */
interface ByHand {
  readonly kind: 'by-hand';
  readonly why: string;
}

export type Holds =
  /** `value`: as `config set` was given it; null: not set. */
  | { readonly kind: 'setting'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'paired'; readonly deviceId: string };

/** Where the command is run that is to be taken back: its undo runs at the same place. */
export type At = Pick<Step, 'where' | 'route' | 'shell'>;

/**
 * What takes back a command that is about to run; nothing for one that changes nothing. `argv` is the command as it is at
 * its place.
 */
export function undoOf(argv: readonly string[], facts: Facts, request?: Pending, at?: At): readonly Undo[] {
  const { where = 'host', route, shell } = at ?? {};
  const place = where === 'host' ? {} : { where, ...(route ? { route } : {}) };
  return undoThere(argv, facts, request, (there) => shellText(routed(there, route))).map((undo) =>
    'argv' in undo ? { ...undo, ...place, ...(shell ? { shell } : {}) } : undo,
  );
}

/** Whether taking it back loses data. */
export const losesData = (undo: Undo): boolean => undo.kind === 'file' && undo.loses === true;

/** The argv that takes it back, from here. */
export function argvBack({ argv, route }: Placed): readonly string[] {
  return routed(argv, route);
}

function undoThere(
  argv: readonly string[],
  facts: Facts,
  request: Pending | undefined,
  typed: (argv: readonly string[]) => string,
): readonly Undo[] {
  const exec = valueIn(facts, 'gateway.exec') ?? [];
  const words = wordsBehind(argv, exec);
  if (words) return undoOfOpenclaw(exec, words, { facts, request, typed });
  const is = (id: (typeof KNOWN)[number]) => JSON.stringify(valueIn(facts, id)) === JSON.stringify(argv);
  if (is('gateway.logs') || is('gateway.start')) return [];
  if (is('gateway.stop')) {
    const start = valueIn(facts, 'gateway.start');
    return start ? [{ kind: 'again', say: 'Start the gateway again.', argv: start, byItself: true }] : [];
  }
  if (is('gateway.restart')) return [{ kind: 'again', say: 'Restart the gateway, so that it takes effect.', argv }];
  if (is('gateway.recreate'))
    return [{ kind: 'again', say: 'Make the container anew, from the compose file as it was.', argv }];
  if (is('state.copyOut') || is('state.copyInside'))
    return [byHand(`The copy of the state stays in ${argv.at(-1)}: remove it once nobody needs it.`)];
  if (is('state.fill')) return [byHand('The copy that was put in place stays there, and nobody uses it.')];
  if (is('state.chown')) return [byHand('Whom each file belonged to before was not written down.')];
  return [byHand(`What this did stays: ${typed(argv)}`)];
}

const KNOWN = [
  'gateway.logs',
  'gateway.start',
  'gateway.stop',
  'gateway.restart',
  'gateway.recreate',
  'state.copyOut',
  'state.copyInside',
  'state.fill',
  'state.chown',
] as const;

/** What takes back a file that was written. `facts`: as they were before. */
export function undoOfFile(change: FileChange, written: Written, facts: Facts): readonly Undo[] {
  if ('setting' in change) return [{ kind: 'file', say: `Put ${written.path} back as it was.`, change, written }];
  const { source, compose } = change.edit;
  if (compose === 'publish-loopback')
    return [
      {
        kind: 'file',
        say: `Put ${written.path} back as it was. The port is then published as before.`,
        change,
        written,
      },
    ];
  if (compose === 'host-network') {
    const say = `Put ${written.path} back as it was. Its gateway is then apart from the host's network again, and listens as before.`;
    // A container that is made anew finds nothing of it.
    const isGone = ['tmpfs', 'none'].includes(valueIn(facts, 'state.mount') ?? '');
    return isGone
      ? [{ kind: 'file', say: `${say} Its state has no lasting place: it begins empty.`, change, written, loses: true }]
      : [{ kind: 'file', say, change, written }];
  }
  const stays = compose === 'mount-state' && source ? ` What is in it now stays in ${source}.` : '';
  // Whatever had no lasting place is not found again by a container that is made anew.
  const isLost = compose !== 'writable-mount' && FLEETING.includes(valueIn(facts, 'state.mount') ?? '');
  const then = isLost
    ? `Its gateway then begins with an empty state: every device must be approved anew.${stays}`
    : `Its gateway then starts with the mounts of before.${stays}`;
  const say = `Put ${written.path} back as it was. ${then}`;
  return [{ kind: 'file', say, change, written, ...(isLost ? { loses: true as const } : {}) }];
}

const FLEETING = ['anonymous', 'tmpfs', 'none'];

/** Why something isn't taken back now; undefined: nothing is against it. What isn't known is against nothing. */
export function obstacleTo(undo: Undo, facts: Facts): string | undefined {
  if (undo.kind !== 'command') return undefined;
  const { holds } = undo;
  switch (holds.kind) {
    case 'setting': {
      const now = settingAt(holds.key, facts);
      if (now.status === 'unknown') return undefined;
      const isSame = JSON.stringify(now.value) === JSON.stringify(settingIn(holds.value, holds.key));
      return isSame ? undefined : `${holds.key} was changed since: it is left as it is`;
    }
    case 'paired': {
      const paired = valueIn(facts, 'devices.paired');
      const isPaired = paired?.some(({ deviceId }) => deviceId === holds.deviceId) ?? true;
      return isPaired ? undefined : 'the device is not approved any more';
    }
    default:
      return holds satisfies never;
  }
}

interface About {
  readonly facts: Facts;
  readonly request: Pending | undefined;
  /** An argv as somebody types it. */
  readonly typed: (argv: readonly string[]) => string;
}

function undoOfOpenclaw(exec: readonly string[], words: readonly string[], about: About): readonly Undo[] {
  const { facts, typed } = about;
  const [first, second, key, value] = words;
  switch (`${first} ${second}`) {
    case 'config set':
      return key === undefined || value === undefined ? [] : [undoOfSetting(exec, key, value, facts)];
    case 'config unset':
      return key === undefined ? [] : [undoOfSetting(exec, key, null, facts)];
    case 'devices approve':
      return undoOfApproval(exec, about);
    case 'devices reject':
      return [byHand('A request that was rejected is gone: its client asks anew.')];
    case 'devices remove':
      return [byHand('A device that was removed must ask anew and be approved.')];
    case 'nodes approve':
      return [byHand('A node keeps what it was approved for until its device is removed.')];
    case 'pairing approve':
      return [byHand('OpenClaw has no command that takes the approval of a chat back.')];
    case 'gateway restart':
      return [
        { kind: 'again', say: 'Restart the gateway, so that it takes effect.', argv: [...exec, 'gateway', 'restart'] },
      ];
    case 'gateway install':
      return [byHand('The service was installed anew, and the old one was not kept.')];
    case 'gateway stop':
      return [byHand(`The gateway was stopped: ${typed([...exec, 'gateway', 'start'])} starts it.`)];
    default:
      return CHANGES_NOTHING.test(words.join(' '))
        ? []
        : [byHand(`What this did stays: ${typed([...exec, ...words])}`)];
  }
}

const CHANGES_NOTHING =
  /^(?:devices list|nodes (?:pending|list|status)|gateway (?:status|start)|config get|dashboard|health|status|logs)\b/;

/** `set`: what the step sets; null: it takes the setting out. */
function undoOfSetting(exec: readonly string[], key: string, set: string | null, facts: Facts): Undo {
  const before = settingAt(key, facts);
  if (before.status === 'unknown') return byHand(`What ${key} was before could not be read.`);
  const holds: Holds = { kind: 'setting', key, value: set };
  if (before.value === null) {
    // It takes nothing out that isn't there, on any version.
    if (set === null) return byHand(`${key} was not set before either.`);
    return {
      kind: 'command',
      say: `Take ${key} out again: it was not set.`,
      argv: [...exec, 'config', 'unset', key],
      holds,
    };
  }
  const argument = argumentOf(before.value);
  if (argument === undefined) return byHand(`What ${key} was before is a secret, which the doctor does not keep.`);
  const argv = [...exec, 'config', 'set', key, argument];
  return { kind: 'command', say: `Set ${key} to what it was: ${argument}`, argv, holds };
}

/** From this version on a device can be removed; before it its tokens can be revoked, role by role. */
const HAS_REMOVE = '>=2026.2.19';

function undoOfApproval(exec: readonly string[], { facts, request, typed }: About): readonly Undo[] {
  const device = request?.deviceId;
  // An id becomes an argument: nothing that only looks like one does.
  if (!request || device == null || !isDeviceId(device)) return [byHand('Which device was approved is not known.')];
  const paired = factOf(facts, 'devices.paired');
  const remove = [...exec, 'devices', 'remove', device];
  if (paired.status === 'unknown' || paired.value.some(({ deviceId }) => deviceId === device))
    return [
      byHand(
        `The device may have been approved before, for less: removing it takes that as well. If it shall go: ${typed(remove)}`,
      ),
    ];
  const holds: Holds = { kind: 'paired', deviceId: device };
  const canRemove = holdsFor(HAS_REMOVE, possibleReleases(facts));
  if (canRemove === true)
    return [{ kind: 'command', say: 'Remove the device: it must ask anew then.', argv: remove, holds }];
  const roles = request.roles.filter((role) => /^[a-z]+$/.test(role));
  if (canRemove === 'unknown' || roles.length === 0)
    return [byHand(`Which command this version has is not known. From 2026.2.19 on: ${typed(remove)}`)];
  return roles.map((role) => ({
    kind: 'command',
    say: `Revoke what the device may do as ${role}: it stays in the list, without rights.`,
    argv: [...exec, 'devices', 'revoke', '--device', device, '--role', role],
    holds,
  }));
}

const byHand = (why: string): ByHand => ({ kind: 'by-hand', why });
