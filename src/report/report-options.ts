import type { Report } from '../model/report.ts';
import type { Severity } from '../model/rule.ts';
import type { TextOptions } from './text.ts';

/** The names that `--format` takes. */
export const formatNames = ['text', 'json', 'markdown', 'junit', 'nagios'] as const;
export type FormatName = (typeof formatNames)[number];

/** What a reporter is told besides the report. */
export interface ReportOptions extends TextOptions {
  /** Whose report it is: this machine's own, or what somebody handed in and waits to hear about. */
  readonly patient: 'machine' | 'evidence';
  /** Findings below this made no problem of the run. */
  readonly failOn: Severity;
}

/** Renders a report: pure, the caller writes. */
export type Reporter = (report: Report, options: ReportOptions) => string;
