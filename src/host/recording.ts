import { type Effect, effects, type Host, type Machine } from './host.ts';

/** The key by which a recording is told from other JSON. */
export const MARKER = 'openclawDoctorRecording';

/** Everything that a run saw, in the order in which each call was first made. */
export interface Recording {
  readonly [MARKER]: 1;
  readonly doctor: string;
  /** The options that changed what was looked at. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  readonly machine: Machine;
  readonly calls: readonly RecordedCall[];
}

export interface RecordedCall {
  readonly effect: Effect;
  readonly request: unknown;
  readonly result: unknown;
}

/** `host`, and the calls that were made of it so far. */
export function recordingHost(host: Host): { readonly host: Host; readonly calls: readonly RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const wrapped = { machine: host.machine, now: () => host.now() } as Record<string, unknown>;
  for (const effect of effects) {
    wrapped[effect] = async (request: unknown) => {
      const result = await (host[effect] as (request: unknown) => Promise<unknown>)(request);
      calls.push({ effect, request, result });
      return result;
    };
  }
  return { host: wrapped as unknown as Host, calls };
}

/** A host that answers as the recording does. What was never asked then fails with that reason. */
export function replayHost(recording: Recording): Host {
  const answers = new Map<string, unknown[]>();
  for (const { effect, request, result } of recording.calls) {
    const key = keyOf(effect, request);
    answers.set(key, [...(answers.get(key) ?? []), result]);
  }
  const host = { machine: recording.machine, now: () => recording.startedAt } as Record<string, unknown>;
  for (const effect of effects) {
    host[effect] = async (request: unknown) => {
      const list = answers.get(keyOf(effect, request));
      // Asked again, a call gives its next answer; the last one stays.
      const result = list && list.length > 1 ? list.shift() : list?.[0];
      return result ?? { status: 'failed', reason: 'the recording does not hold this', ms: 0 };
    };
  }
  return host as unknown as Host;
}

/** Two requests are the same if their data are, whatever the order of their keys and however long they might take. */
function keyOf(effect: string, request: unknown): string {
  return `${effect} ${JSON.stringify(request, (name, value: unknown) =>
    name === 'timeoutMs'
      ? undefined
      : value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  )}`;
}
