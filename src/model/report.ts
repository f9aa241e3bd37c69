import type { Route } from './route.ts';
import type { Certainty, ComposeEdit, Condition, Place, Risk, Severity, Snippet, Stage } from './rule.ts';
import type { Shell } from './shell.ts';

/** What a run found: the object that `--format json` prints. Its JSON Schema is report/report.schema.json. */
export interface Report {
  readonly schemaVersion: 1;
  readonly doctor: { readonly version: string };
  readonly openclaw: JudgedVersion;
  readonly verdict: Verdict;
  /** One connection in the order in which a gateway judges it. */
  readonly path: readonly PathStage[];
  /** Ranked: the first is the diagnosis. */
  readonly findings: readonly Finding[];
  /** Facts that mattered and could not be learnt. */
  readonly unknown: readonly UnknownFact[];
  /** The question whose answer would settle most between the findings; absent where the first is certain. */
  readonly question?: Question;
  /** Every device that waits for approval, the newest request first; absent where that can't be told. */
  readonly waiting?: readonly Waiting[];
  /** What was looked at; for a run that found nothing, where it looked. */
  readonly looked: readonly string[];
}

/** What to ask the person at the machine. */
export interface Question {
  readonly id: string;
  /** One sentence, to be put to the user or to the reporter of a bug. */
  readonly ask: string;
  /** How to find it out: where to look, or a command that changes nothing. */
  readonly how: string;
  /** What each answer would mean. */
  readonly answers: readonly { readonly answer: string; readonly rule: string }[];
}

/** The OpenClaw that the gateway runs. */
export interface JudgedVersion {
  readonly version: string | null;
  /** The newest release that the doctor knows, where the version is newer: as that one it is judged. */
  readonly judgedAs?: string;
  /** Where the version isn't known but what the gateway says leaves some releases only: the first and the last of them. */
  readonly between?: readonly [string, string];
}

export interface Waiting {
  readonly requestId: string | null;
  /** The client in words: "the CLI", "a browser". */
  readonly who: string | null;
  readonly remoteIp: string | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

export type Verdict = 'healthy' | 'problem' | 'inconclusive';

export interface PathStage {
  readonly stage: Stage;
  readonly status: 'ok' | 'failed' | 'unknown' | 'skipped';
  readonly detail: string;
  readonly ms?: number;
}

export interface UnknownFact {
  readonly fact: string;
  readonly reason: string;
}

export interface Finding {
  readonly rule: string;
  readonly variant: string;
  readonly title: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly stage: Stage;
  readonly why: string;
  /** The client that was refused, where the finding is about one. */
  readonly client?: RefusedClient;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** The way of the connection that it is about, with the place at which it breaks; a mere hint has none. */
  readonly way?: readonly Hop[];
  /** Remedies that would weaken security and are not offered here; absent where there is none. */
  readonly withheld?: readonly Withheld[];
  readonly next?: string;
  readonly docs: readonly string[];
}

export interface RefusedClient {
  readonly deviceId: string | null;
  /** cli, openclaw-control-ui, node-host, …; null: not told. */
  readonly client: string | null;
  /** The page that asked; null: no browser. */
  readonly origin: string | null;
  readonly remoteIp: string | null;
  /** When it was refused last, in ms since 1970; null: not told. */
  readonly at: number | null;
}

/** A place on a connection's way, from the client to the gateway's answer. */
export interface Hop {
  readonly place: Place | 'answer';
  /** What it is: `the CLI`, `Docker's network`, `the gateway in gwa`; of the answer the answer itself. */
  readonly name: string;
  /** The address that it has to the next place; null: not known, or it has none of its own. */
  readonly address: string | null;
  /** What it does or sees: `dials ws://127.0.0.1:18789`; null: nothing that is known. */
  readonly note: string | null;
  readonly state: 'ok' | 'broken' | 'warning' | 'unknown';
}

export interface Evidence {
  readonly fact: string;
  readonly value: unknown;
  readonly source: string;
}

/** A remedy with real names and argv. */
export interface Remedy {
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
  readonly tradeOff?: string;
  /** Of risk `restart`, and yet this version takes it over as it runs. */
  readonly restarts?: false;
  /** How what it weakens is taken back by hand, in words. */
  readonly takeBack?: string;
  /** What the gateway would answer after it, by the model of the gateway. */
  readonly outcome?: string;
  /** It shows more, and changes nothing. */
  readonly looks?: true;
  /** What follows, in a sentence, where no model has an answer of the gateway: what that depends on, and how it is seen. */
  readonly follows?: string;
  /** What must hold once it is done: what a second look is compared with. */
  readonly changes?: Condition;
  /** The way of that client after it. */
  readonly way?: readonly Hop[];
  readonly steps: readonly Step[];
}

/** A remedy that is not offered. */
export interface Withheld {
  readonly id: string;
  readonly title: string;
  /** A clause: "the gateway is published at 0.0.0.0:18789". */
  readonly why: string;
}

export interface Step {
  readonly say: string;
  /** `host`, `container:NAME`, `wsl:DISTRO`, `windows`, `ssh:TARGET`, `gateway-host`, `client`, `browser`. */
  readonly where: string;
  /** The command, as it is at that place. */
  readonly run?: readonly string[];
  /** How it gets there from this machine; absent: it is this machine, or no way is known. */
  readonly route?: Route;
  /** The shell that it is typed into, here where there is a way, else at its place; absent: sh. */
  readonly shell?: Shell;
  /** The container in which it runs. */
  readonly inside?: Inside;
  /** The pairing request that this step approves. */
  readonly approves?: Approval;
  /** The change of a file that this step is. */
  readonly change?: FileChange;
  /** The same while nobody has looked at the file yet; no report holds it. */
  readonly edit?: ComposeEdit;
  /** Lines for another program's file, to be put there by hand. */
  readonly snippet?: Snippet;
}

/** A container as it was found. */
export interface Inside {
  readonly container: string;
  /** Docker Engine, Docker Desktop, Podman, …; null: not known. */
  readonly engine: string | null;
  /** The context, connection or address by which its engine was found; null: the engine's own default. */
  readonly context: string | null;
  readonly project: string | null;
  readonly service: string | null;
}

/** A change of one of the user's files. What makes it is made anew in the file's real text when it is written. */
export type FileChange = ComposeChange | SettingChange;

export interface ComposeChange extends ShownChange {
  readonly service: string;
  readonly edit: ComposeEdit;
}

/** A change of the gateway's openclaw.json. */
export interface SettingChange extends ShownChange {
  readonly setting: SettingEdit;
}

interface ShownChange {
  readonly file: string;
  /** Unified, without secrets. */
  readonly diff: string;
}

export interface SettingEdit {
  /** `gateway.bind` */
  readonly key: string;
  /** null: the setting is taken out. */
  readonly value: string | number | boolean | readonly string[] | null;
}

/** The request that a step approves. Without an id the user must choose one first. */
export interface Approval {
  readonly requestId: string | null;
  /** Who waits at the step's place can't be read from here: nothing unseen is approved. */
  readonly unseen?: true;
}
