import type { Hop } from '../model/report.ts';

/** One place on the way, on one line: `Docker's network (172.17.0.1) puts its own address in the place of the client's`. */
export function hopText({ name, address, note }: Hop): string {
  return `${name}${address === null ? '' : ` (${address})`}${note === null ? '' : ` ${note}`}`;
}

/** Whether more is told than which places there are. */
export function tellsSomething(way: readonly Hop[]): boolean {
  return way.some(({ place, address, note }) => place === 'answer' || address !== null || note !== null);
}

/** Whether two ways lead to the gateway through the same places, so that only what it sees there tells them apart. */
export function isSameWay(a: readonly Hop[], b: readonly Hop[]): boolean {
  const places = (way: readonly Hop[]) =>
    way.filter(({ place }) => place !== 'gateway' && place !== 'answer').map(hopText);
  return JSON.stringify(places(a)) === JSON.stringify(places(b));
}
