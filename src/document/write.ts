import { writeFile } from 'node:fs/promises';
import { type Options, UsageError } from '../options.ts';
import type { Screen } from './text.ts';

/** A document in the formats that it has. */
export interface Document {
  readonly text: (screen: Screen) => string;
  readonly markdown: () => string;
  /** Plain data. */
  readonly json: () => unknown;
}

/** Writes a document in every format asked for, to its file or to standard output; as text where none is. */
export async function writeDocument({ formats, color }: Options, document: Document): Promise<void> {
  const wanted = formats.length > 0 ? formats : [{ name: 'text', file: undefined }];
  for (const { name, file } of wanted) {
    const isScreen = file === undefined;
    const hasColor = color && isScreen && process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
    const text = render(document, name, { color: hasColor, columns: process.stdout.columns ?? 80 });
    if (isScreen) process.stdout.write(text);
    else
      await writeFile(file, text).catch((error: Error) => {
        throw new UsageError(`${file} can't be written: ${error.message}`);
      });
  }
}

function render(document: Document, format: string, screen: Screen): string {
  switch (format) {
    case 'text':
      return document.text(screen);
    case 'markdown':
      return document.markdown();
    case 'json':
      return `${JSON.stringify(document.json(), null, 2)}\n`;
    default:
      throw new UsageError(`--format ${format} is for reports; here there are: text, json, markdown`);
  }
}
