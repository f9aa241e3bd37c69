import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { diagnose } from '../doctor.ts';
import type { Host } from '../host/host.ts';
import { LastLines } from '../host/real.ts';
import { MARKER, type Recording, replayHost } from '../host/recording.ts';
import type { HandedIn } from '../model/handed-in.ts';
import { parseJson } from '../model/json.ts';
import type { Rule, Severity } from '../model/rule.ts';
import { UsageError } from '../options.ts';
import { type Aim, defaultAim } from '../probes/context.ts';
import { machineSession, type Session } from '../session.ts';
import { asEvidence, evidencePatient, looksLikeEvidence, resembled } from './evidence.ts';
import { type Patient, patientOf, type Stated } from './patient.ts';
import { bodyEvidence } from './report-body.ts';
import { readTold, textAnchors } from './told.ts';

/** Nobody writes a longer report by hand: what is longer is a log. */
const MAX_BODY = 256 * 1024;

/** Text up to this size is read whole; of a larger one only the lines that tell something. */
const WHOLE = 32 * 1024 * 1024;

export interface Source extends Stated {
  /** What `--from` names: a folder, a file, or `-` for standard input. */
  readonly from: string;
  readonly container: string | undefined;
  readonly host: Host;
  /** Strips and redacts a text, or every text in plain data. */
  readonly clean: <T>(value: T) => T;
}

/** The session of a patient that is only described. Tells folder, recording, evidence file and text apart, in this order. */
export async function sessionFrom(source: Source, rules: readonly Rule[], failOn: Severity): Promise<Session> {
  const session = (patient: Patient, handedIn: HandedIn) => evidenceSession(patient, handedIn, rules, failOn);
  const stated: Stated = { openclaw: source.openclaw, token: source.token };
  const isFolder =
    source.from !== '-' &&
    (await stat(source.from).then(
      (info) => info.isDirectory(),
      () => false,
    ));
  if (isFolder) {
    const { folderPatient } = await import('./folder.ts');
    return session(await folderPatient(source.host, source.from, stated, source.container), 'folder');
  }
  const raw = await readInput(source.from);
  const name = source.from === '-' ? 'standard input' : source.from;
  // Data is cleaned part by part: taking a secret out of JSON as text can leave text that is no JSON.
  const json = source.clean(/^\s*[{[]/.test(raw) ? parseJson(raw) : undefined);
  if (isRecording(json)) {
    // Stand-ins of two runs say nothing of each other: a recording is compared with the token that it was made with.
    const aim: Aim = { ...defaultAim, ...(json.options as Partial<Aim>) };
    return machineSession({ host: replayHost(json), aim }, rules, failOn, 'evidence');
  }
  const evidence = asEvidence(json ?? source.clean(await yamlIn(raw)), name);
  if (evidence) return session(await evidencePatient(evidence, name, stated), 'evidence-file');
  const text = source.clean(raw);
  if (text.trim() === '') throw new UsageError(`--from ${source.from}: there is nothing in it`);
  const body = text.length > MAX_BODY ? undefined : bodyEvidence(text);
  if (body) return session(await evidencePatient(body, name, stated), 'text');
  const told = readTold(text, name);
  const facts = { ...told.facts, 'text.resembles': await resembled({ text }, name) };
  const { events, refusals, failures } = told;
  return session(patientOf({ facts, stated, events, told: refusals, failures }), 'text');
}

function evidenceSession(patient: Patient, handedIn: HandedIn, rules: readonly Rule[], failOn: Severity): Session {
  return {
    patient: 'evidence',
    handedIn,
    look: () => diagnose(patient.facts, { rules, failOn }),
    leftAside: patient.leftAside,
  };
}

async function readInput(from: string): Promise<string> {
  if (from === '-') return readStream(process.stdin);
  const info = await stat(from).catch(() => undefined);
  if (!info) throw new UsageError(`--from ${from}: there is no such file or folder`);
  return readStream(createReadStream(from, { highWaterMark: 1024 * 1024 })).catch((error: Error) => {
    throw new UsageError(`--from ${from}: ${error.message}`);
  });
}

/** The whole of a stream, or the lines that tell something where it is too large. */
async function readStream(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  let kept: LastLines | undefined;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    chunks.push(bytes);
    if (size <= WHOLE) continue;
    kept ??= new LastLines(textAnchors, 5000);
    for (const held of chunks.splice(0)) kept.push(held);
  }
  kept?.end();
  return kept ? kept.lines().join('\n') : Buffer.concat(chunks).toString('utf8');
}

function isRecording(value: unknown): value is Recording {
  return (
    value !== null &&
    typeof value === 'object' &&
    MARKER in value &&
    Array.isArray((value as { calls?: unknown }).calls)
  );
}

/** Only text in which a line begins like a field of an evidence file is worth a YAML parser. */
async function yamlIn(text: string): Promise<unknown> {
  return looksLikeEvidence.test(text) ? (await import('./yaml.ts')).parseYaml(text) : undefined;
}
