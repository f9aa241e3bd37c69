import { fileURLToPath } from 'node:url';
import type { Words } from './svg.ts';

const docs = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** The recording, for asciinema's players, and the same as a moving picture for the README. */
export const castFile = docs('walkthrough.cast');
export const svgFile = docs('walkthrough.svg');

export const TITLE = 'npx openclaw-doctor';

export const words: Words = {
  title: TITLE,
  description:
    'A terminal: openclaw-doctor finds that the gateway in Docker sees the CLI as an address that is not local, shows ' +
    'the options and the whole pairing request, approves it on the key y, and sees the client connect.',
  still: 'diagnosis',
};
