import type { PathStage } from '../../model/report.ts';
import type { SymbolName, Tone } from '../theme.ts';

/** How each stage of a connection is marked. */
export const STATUS_MARKS: Readonly<Record<PathStage['status'], readonly [SymbolName, Tone]>> = {
  ok: ['ok', 'good'],
  failed: ['bad', 'bad'],
  unknown: ['unknown', 'warning'],
  skipped: ['dot', 'quiet'],
};
