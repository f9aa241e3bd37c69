import { signatures } from 'virtual:signatures';
import { patternOf, type SymptomStage } from '../signatures/signature.ts';

/** What a gateway or client says when a connection fails, as one word each: rules/signatures/symptoms.yaml. */
const entries = signatures.symptoms.map((signature) => ({
  symptom: signature.sign,
  stage: signature.stage,
  words: signature.error ?? signature.about,
  text: patternOf(signature),
}));

/** The symptom that one close reason, error message or `details.code` tells of; undefined for any other text. */
export function symptomOf(reason: string): string | undefined {
  return entries.find(({ text }) => reason.search(text) >= 0)?.symptom;
}

interface Cause {
  readonly symptom: string;
  /** How the gateway begins what it tells the client. */
  readonly said?: string;
}

/** A gateway's own word for why it refused, `cause=` in its log; those that tell no more than the reason are left out. */
const CAUSES: Readonly<Record<string, Cause>> = {
  'origin-mismatch': { symptom: 'origin-not-allowed', said: 'origin not allowed' },
  'control-ui-insecure-auth': { symptom: 'device-identity-required', said: 'control ui requires device identity' },
  'device-required': { symptom: 'device-identity-required', said: 'device identity required' },
  'device-auth-invalid': { symptom: 'device-proof' },
  'pairing-required': { symptom: 'pairing-required', said: 'pairing required' },
  'protocol-mismatch': { symptom: 'protocol-mismatch' },
  'control-ui-build-mismatch': { symptom: 'stale-page' },
};

/** How a gateway begins what it tells a client that it refuses for this cause; undefined where that isn't known. */
export function saidFor(cause: string | null): string | undefined {
  return CAUSES[cause ?? '']?.said;
}

/** The symptom of a refusal in the log, by the gateway's own word for the cause, else by the reason. */
export function symptomOfRefusal({ cause, reason }: { readonly cause: string | null; readonly reason: string }) {
  return CAUSES[cause ?? '']?.symptom ?? symptomOf(reason);
}

/** Every symptom that a longer text tells of, with the line that says so. */
export function symptomsIn(text: string): readonly { readonly symptom: string; readonly line: string }[] {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    // Of what fits one place of a line the most telling counts: «device token mismatch» is no «token mismatch».
    let rest = line;
    let isExplained = false;
    for (const { symptom, text: pattern } of entries) {
      if (rest.search(pattern) < 0 || (symptom === 'unauthorized' && isExplained)) continue;
      isExplained = true;
      rest = rest.replaceAll(pattern, ' ');
      if (!found.has(symptom)) found.set(symptom, line);
    }
  }
  return [...found].map(([symptom, line]) => ({ symptom, line }));
}

/** The stage of a connection that the symptom ends. */
export function stageOf(symptom: string): SymptomStage | undefined {
  return entries.find((entry) => entry.symptom === symptom)?.stage;
}

/** What the symptom says, for a reader. */
export function symptomInWords(symptom: string): string {
  return entries.find((entry) => entry.symptom === symptom)?.words ?? symptom;
}
