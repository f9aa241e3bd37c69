import type { Pending } from '../model/catalogue.ts';

/** `asked 1 min ago, 4 min left`: a request lives until that long after its device asked last. */
export function lifeWords({ askedAt }: Pick<Pending, 'askedAt'>, now: number, leftMs: number): string {
  const asked = askedAt === null ? '' : `asked ${durationWords(now - askedAt)} ago, `;
  return `${asked}${durationWords(leftMs)} left`;
}

/** `45 s`, `4 min 5 s`, `2 h 10 min`, `3 days`. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
