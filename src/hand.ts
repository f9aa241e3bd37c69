import { homedir } from 'node:os';
import type { Disk } from './host/disk.ts';
import { createDisk } from './host/real-disk.ts';
import { type Journal, journalFolder, openJournal } from './remedy/journal-files.ts';

/** What the doctor writes with: files of the user's, and what it did to them. */
export interface Hand {
  readonly disk: Disk;
  readonly journal: Journal;
}

/** The hand on this machine. Nothing is written before the user says so. */
export function openHand(): Hand {
  const disk = createDisk();
  return { disk, journal: openJournal(disk, journalFolder(process.env, process.platform, homedir())) };
}
