import type { Report } from '../model/report.ts';
import { type TextOptions, textReport } from './text.ts';

/** Each format's name and how it renders a report: pure, the caller writes. */
export const reporters: Readonly<Record<string, (report: Report, options: TextOptions) => string>> = {
  text: textReport,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
};
