import { nagiosReport } from './nagios.ts';
import type { FormatName, Reporter } from './report-options.ts';
import { textReport } from './text.ts';

/** Each format's reporter. Those that few runs ask for are loaded only then. */
export const reporters: Readonly<Record<FormatName, () => Promise<Reporter>>> = {
  text: async () => textReport,
  json: async () => (report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: async () => (await import('./markdown.ts')).markdownReport,
  junit: async () => (await import('./junit.ts')).junitReport,
  nagios: async () => nagiosReport,
};
