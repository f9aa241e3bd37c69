import { kindOfAddress } from '../gateway/addresses.ts';

/** Where an entry of the engine's list publishes a port: `0.0.0.0:18789` of `0.0.0.0:18789->18789`. */
export const publishedAt = (entry: string) => entry.replace(/->.*$/, '');

/** Whether others than this host reach it there: `0.0.0.0:18789`, `[::]:18789`, `:::18789`. */
export const isBeyondHost = (entry: string) => kindOfAddress(publishedAt(entry).replace(/:\d+$/, '')) !== 'loopback';
