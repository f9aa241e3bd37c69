import { structuredPatch } from 'diff';

/** A unified diff of the two texts. */
export function diffOf(file: string, before: string, after: string): string {
  const { hunks } = structuredPatch(file, file, before, after, '', '', { context: 3 });
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...own,
  ]);
  return [`--- ${file}`, `+++ ${file}`, ...lines, ''].join('\n');
}
