import { clientInWords } from '../facts/refusal-sources.ts';
import type { CopyResult } from '../host/clipboard.ts';
import type { Pending } from '../model/catalogue.ts';
import type { Risk } from '../model/rule.ts';
import type { RunResult } from '../remedy/run.ts';

export { durationWords } from '../requests/life.ts';

/** `the CLI`, `a browser`: what the user calls a client. */
export function clientWords(request: Pending): string {
  return clientInWords(request.client, null);
}

/** The word that a remedy with this risk is begun by; null: it needs none beyond the consent to each step. */
export function wordFor(risk: Risk): string | null {
  switch (risk) {
    case 'none':
    case 'restart':
      return null;
    case 'weakens-security':
      return 'insecure';
    case 'data-loss':
      return 'lose';
    default:
      return risk satisfies never;
  }
}

/** What came of copying. A terminal doesn't say whether it did. */
export function copiedWords(result: CopyResult): string {
  switch (result.status) {
    case 'copied':
      return 'Copied.';
    case 'sent':
      return 'Sent to the terminal’s clipboard. If nothing is pasted, select the text.';
    case 'failed':
      return `Not copied: ${result.reason}. Select the text.`;
    default:
      return result satisfies never;
  }
}

export function resultWords(result: RunResult): string {
  switch (result.status) {
    case 'ok':
      return 'The command ended well.';
    case 'failed':
      return `The command failed: ${result.reason}.`;
    case 'cancelled':
      return 'Stopped. What it did until then stays done; inside a container it may still go on.';
    default:
      return result satisfies never;
  }
}

/** Of commands that connect: said before each, as versions differ in what they make of the CLI. */
export const CONNECTS =
  'The openclaw that it runs connects itself: a gateway that does not know it yet may register it as a device.';

/** Whether an argv runs an openclaw command that connects to the gateway as a client. */
export function connects(argv: readonly string[]): boolean {
  return argv.some(
    (part, index) =>
      CONNECTING.includes(part) &&
      /^(?:list|pending|approve|reject|remove|rotate|revoke|status)$/.test(argv[index + 1] ?? ''),
  );
}

const CONNECTING = ['devices', 'nodes'];
