import { parse } from 'yaml';

/**
 * The value that a YAML text states, or undefined where it is none. In a file of its own: the library is CommonJS, whose
 * names a dynamic import of the bundle doesn't have.
 */
export function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
