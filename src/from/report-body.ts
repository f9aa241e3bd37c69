import { parseSettings } from '../probes/settings.ts';
import type { EvidenceFile } from './evidence.ts';

/** What forms for bugs call each field, in a line of its own or as a heading. */
const LABELS = {
  openclaw: /(?:openclaw|gateway|affected)?\s?versions?(?: number)?|openclaw/,
  os: /os|operating system|platform/,
  deployment:
    /install(?:ation)? (?:method|type)|deployment(?: type)?|how (?:do you|is it) (?:run|installed?)|environment|set-?up/,
  client: /(?:affected )?client|component|surface/,
  pageUrl: /(?:page|control ui|dashboard) (?:url|address)|url (?:opened|in the browser)/,
} as const;

const OPENED =
  /\b(?:open(?:ed|ing)?|visit(?:ed|ing)?|browse[ds]? to|went to|go to)\b[^\n]{0,24}?(https?:\/\/[^\s)`"'<>]{4,200})/i;

/** Longer answers are no answer to a form's short question. */
const MAX_ANSWER = 80;
const MAX_ITEMS = 40;

/**
 * The body of a bug report as evidence: the fields of its form, a part of openclaw.json in a fenced block, the page that
 * was opened, the items of its lists as notes. Undefined where it holds none of them.
 */
export function bodyEvidence(text: string): EvidenceFile | undefined {
  const fields = Object.entries(LABELS).flatMap(([field, label]) => {
    const answer = answerTo(label, text);
    return answer === undefined ? [] : [[field, answer] as const];
  });
  const told: Record<string, unknown> = Object.fromEntries(fields);
  const version = typeof told.openclaw === 'string' ? /20\d\d\.\d+\.\d+[\w.-]*/.exec(told.openclaw)?.[0] : undefined;
  if (version === undefined) delete told.openclaw;
  else told.openclaw = version;
  const opened = OPENED.exec(text)?.[1];
  if (told.pageUrl === undefined && opened !== undefined) told.pageUrl = opened;
  const config = configIn(text);
  if (config !== undefined) told.config = config;
  const items = [...text.matchAll(/^[ \t]*[-*] (?!\[[ x]\])(\S[^\n]{3,300})$/gm)].map(([, item = '']) => item.trim());
  if (items.length > 0) told.notes = items.slice(0, MAX_ITEMS);
  return Object.keys(told).length > 0 ? { ...told, text } : undefined;
}

/** `Version: x`, `**Version**: x`, or `### Version` and the next line that says something. */
function answerTo(label: RegExp, text: string): string | undefined {
  const line = new RegExp(`^[ \\t>*_-]*(?:${label.source})[*_ \\t]*[:：][*_ \\t]*(\\S[^\\n]*)$`, 'im').exec(text)?.[1];
  const heading = new RegExp(`^#{1,6}[ \\t]*(?:${label.source})[ \\t?]*\\n\\s*(\\S[^\\n]*)$`, 'im').exec(text)?.[1];
  const answer = (line ?? heading)?.replace(/[*_`]/g, '').trim();
  return answer === undefined || answer.length > MAX_ANSWER || /^(?:n\/?a|-|no response|_no response_)$/i.test(answer)
    ? undefined
    : answer;
}

/** The first fenced block that is an object with a part for the gateway. */
function configIn(text: string): unknown {
  for (const [, block = ''] of text.matchAll(/^`{3,}[a-z0-9]*\n([\s\S]{2,20000}?)^`{3,}/gim)) {
    if (!/^\s*\{/.test(block)) continue;
    const { values } = parseSettings(block, 'a block of the report');
    if (values !== null && typeof values === 'object' && 'gateway' in values) return values;
  }
  return undefined;
}
