import type { TextRefusal } from '../facts/refusal-sources.ts';

/** The client that was refused: whoever was refused as a Control UI was one, whatever else the text is about. */
export function refusedClient(symptom: string, line: string, client: string | null): string | null {
  const isControlUi = symptom === 'device-identity-required' && /control ui requires|CONTROL_UI_DEVICE/i.test(line);
  return isControlUi && (client === null || client === 'cli' || client === 'node-host')
    ? 'openclaw-control-ui'
    : client;
}

/** The one page that a text names as the origin of what was refused. */
export function originIn(text: string): string | null {
  const named = [...text.matchAll(/\borigin"?\s{0,4}[:=]\s{0,4}"?([a-z][\w+.-]{0,30}:\/\/[^\s"',;)]{1,200})/gi)];
  const origins = new Set(named.map(([, origin]) => origin?.toLowerCase()));
  return origins.size === 1 ? ([...origins][0] ?? null) : null;
}

/** A refusal of which the text holds only the beginning of the gateway's log line: from where, and not why. */
export function cutRefusals(text: string, source: string, client: string | null): TextRefusal[] {
  const line = text.split('\n').find((each) => /closed before connect\b/.test(each) && !/ code=\d/.test(each));
  const remote = / remote=(\S{1,64})/.exec(line ?? '')?.[1];
  if (line === undefined || remote === undefined) return [];
  const reason = line.trim().slice(0, 300);
  return [{ symptom: 'other', reason, why: null, mixed: false, remote, origin: null, requestId: null, client, source }];
}
