import { type Block, heading, type Item, list, section, text } from '../document/block.ts';
import { stages } from '../model/rule.ts';
import type { SayingExplanation } from './explanation.ts';
import { type Heard, numberOf } from './heard.ts';

/** One saying in full: what it means, who hears what, how it is mended, what comes next, which rules speak of it. */
export function sayingBlocks(saying: SayingExplanation, version: string): readonly Block[] {
  const { stage, heard, means, fix, next, rules, elsewhere, instead, versions, advice } = saying;
  return [
    heading(`${nameOf(saying)}, at ${stage}`),
    text(means),
    list([
      ...(heard.length > 0
        ? [{ say: `${version} says`, items: heard.map(heardItem) }]
        : [{ say: `${version} does not say so${instead === null ? '' : `: it ${instead}`}. Said by: ${versions}.` }]),
      ...(elsewhere.length > 0
        ? [{ say: 'Other versions', items: elsewhere.map((one) => ({ say: `${one.versions}: ${one.says}` })) }]
        : []),
    ]),
    text(`Fix: ${fix}`),
    ...(next === null ? [] : [text(`Then: ${next}`)]),
    ...(advice === null ? [] : [text(`The gateway's advice to programs: ${advice}.`)]),
    ...(rules.length > 0
      ? [list([{ say: 'Rules that speak of it', items: rules.map(({ id, title }) => ({ say: `${id}: ${title}` })) }])]
      : []),
  ];
}

/** Many sayings, a line each, in the order in which a gateway judges; what the version doesn't say comes last. */
export function sayingItems(sayings: readonly SayingExplanation[], version: string): readonly Block[] {
  const said = sayings.filter(({ isSaid }) => isSaid);
  return [
    ...stages.flatMap((stage) => section(`At ${stage}`, [list(said.filter((one) => one.stage === stage).map(item))])),
    ...section(`Not said by ${version}`, [
      list(
        sayings
          .filter(({ isSaid }) => !isSaid)
          .map((one) => ({ say: `${one.id}: ${one.means} Said by: ${one.versions}.` })),
      ),
    ]),
  ];
}

function item(saying: SayingExplanation): Item {
  const { heard, means } = saying;
  const code = heard[0]?.code;
  return { say: `${nameOf(saying)}${code ? `, ${code}` : ''}: ${means}` };
}

/** By the words themselves, without hints; by its own name where there are none. */
function nameOf({ id, heard, elsewhere }: SayingExplanation): string {
  const words = heard[0]?.words ?? /«(.+?)»/.exec(elsewhere[0]?.says ?? '')?.[1] ?? '';
  const short = words.replace(/ \(.*$/, '');
  return short === '' ? id : `«${short}»`;
}

function heardItem({ to, words, code, reason, ...rest }: Heard): Item {
  const details = [code, reason].filter((one) => one !== null).join(', ');
  const said = words === '' ? 'nothing besides' : `«${words}»`;
  return { say: `to ${to}: ${numberOf(rest)} ${said}${details === '' ? '' : `, ${details}`}`.replace(/ {2,}/g, ' ') };
}
