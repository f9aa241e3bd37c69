import { LineCounter, parseDocument } from 'yaml';
import { type ComposeFile, mountsInFragment, servicesIn } from './compose-services.ts';

/** A larger file is none that somebody wrote, and hostile YAML takes time by the square of its length. */
const MAX_COMPOSE = 64 * 1024;

/** Reads the text of a compose file. In a file of its own: only where there is one is a YAML parser loaded. */
export function readCompose(text: string, file: string): ComposeFile {
  const base = { file, text };
  if (text.length > MAX_COMPOSE) return { ...base, error: 'it is too large', ...fragment(text.slice(0, MAX_COMPOSE)) };
  const problem = (what: string) => ({ ...base, error: what, ...fragment(text) });
  const lineCounter = new LineCounter();
  // The library's own way of showing an error where it stands costs more than parsing.
  const document = parseDocument(text, { merge: true, prettyErrors: false, logLevel: 'silent', lineCounter });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return problem(`${file}:${line}:${col} ${error.message.split('\n')[0]}`);
  }
  try {
    const read = servicesIn(document.toJS({ maxAliasCount: 100 }));
    return read.services.length > 0 ? { ...base, error: null, ...read } : problem('it has no services');
  } catch (thrown) {
    return problem((thrown as Error).message);
  }
}

/** What a part of a compose file, or one that can't be parsed, looks like it says. */
function fragment(text: string): Pick<ComposeFile, 'services' | 'volumes'> {
  const mounts = mountsInFragment(text);
  if (mounts.length === 0) return { services: [], volumes: [] };
  const name = /^\s{0,20}([\w.-]{0,60}gateway[\w.-]{0,20}):/m.exec(text)?.[1] ?? 'openclaw-gateway';
  const image = /\bimage:\s{0,8}["']?([^\s"']{1,200})/.exec(text)?.[1] ?? '';
  return { services: [{ name, image, user: null, env: {}, command: '', mounts }], volumes: [] };
}
