/** A mount of a service in a compose file. */
export interface ComposeMount {
  /** As it is written, in one line. */
  readonly entry: string;
  readonly type: 'bind' | 'volume' | 'anonymous' | 'tmpfs';
  /** As it is written; empty where none is. */
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
  /** What stands behind the target: z, cached, …; `ro` is told by `writable`. */
  readonly modes: readonly string[];
}

/** `SOURCE:TARGET:MODE`, in which sources may be Windows paths and hold `${NAME:-default}`. */
export function readMount(entry: string): ComposeMount {
  const parts = partsOf(entry);
  const [source = '', target] = parts;
  if (target === undefined) return { entry, type: 'anonymous', source: '', target: source, writable: true, modes: [] };
  const modes = (parts[2] ?? '').split(',').filter((mode) => mode !== '');
  return {
    entry,
    type: isPath(source) ? 'bind' : 'volume',
    source,
    target,
    writable: !modes.includes('ro'),
    modes: modes.filter((mode) => !/^r[ow]$/.test(mode)),
  };
}

function partsOf(entry: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [index, char] of [...entry].entries()) {
    const part = parts.at(-1) ?? '';
    if (char === '{') depth++;
    if (char === '}') depth--;
    const isDrive = /^[A-Za-z]$/.test(part) && /[\\/]/.test(entry[index + 1] ?? '');
    // PowerShell's form of a variable: compose doesn't know it, whoever wrote it means it.
    const isPowerShell = /^\$env$/i.test(part) || part === '${env';
    if (char === ':' && depth <= 0 && !isDrive && !isPowerShell) parts.push('');
    else parts[parts.length - 1] = part + char;
  }
  return parts;
}

/** A source that begins like a path is a folder of the host, any other is the name of a volume. */
export function isPath(source: string): boolean {
  const filled = withDefaults(source);
  return /^(?:[./~\\%]|[A-Za-z]:[\\/]|\$)/.test(filled);
}

/** With `${NAME:-default}` filled in by the defaults. */
export function withDefaults(text: string): string {
  let filled = text;
  for (let round = 0; round < 5; round++) filled = filled.replace(/\$\{\w{1,100}:?-([^${}]{0,300})\}/g, '$1');
  return filled;
}
