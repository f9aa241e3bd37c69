/** A recorded terminal in asciinema's format, version 2: https://docs.asciinema.org/manual/asciicast/v2/ */
export interface Cast {
  readonly header: Header;
  readonly events: readonly CastEvent[];
}

interface Header {
  readonly version: 2;
  /** Columns and rows. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/**
 * Seconds since the start; what it is; its text. `o` is what the program wrote, `i` a key that was pressed, `m` the name
 * of what begins there.
 */
export type CastEvent = readonly [seconds: number, kind: 'o' | 'i' | 'm', text: string];

/** A line of JSON for the header and for each event. */
export function castText({ header, events }: Cast): string {
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Throws where the text is no sound recording. */
export function readCast(text: string): Cast {
  const [header, ...events] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  if (!isHeader(header)) throw new Error(`no header of an asciicast v2: ${JSON.stringify(header)}`);
  let last = 0;
  for (const event of events) {
    if (!isEvent(event)) throw new Error(`no event of an asciicast v2: ${JSON.stringify(event)}`);
    if (event[0] < last) throw new Error(`an event before the one before it: ${JSON.stringify(event)}`);
    last = event[0];
  }
  return { header, events: events as CastEvent[] };
}

function isHeader(value: unknown): value is Header {
  const { version, width, height, title } = (value ?? {}) as Partial<Header>;
  return version === 2 && Number.isInteger(width) && Number.isInteger(height) && typeof title === 'string';
}

function isEvent(value: unknown): value is CastEvent {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [seconds, kind, text] = value;
  return Number.isFinite(seconds) && seconds >= 0 && ['o', 'i', 'm'].includes(kind) && typeof text === 'string';
}
