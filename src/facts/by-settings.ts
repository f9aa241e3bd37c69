import { type Facts, known } from '../model/fact.ts';
import { frontFacts } from './front.ts';
import { originFields, pageListed } from './origins.ts';
import { proxyFacts, proxyFields } from './proxies.ts';
import { startProblems } from './start-problems.ts';

/** The facts with what the gateway's settings and version say of pages and proxies. What was stated stays as it is. */
export function bySettings(facts: Facts): Facts {
  const fronted: Facts = { ...frontFacts(facts), ...facts };
  const all: Facts = { ...proxyFacts(fronted), ...startProblems(fronted), ...pageListed(fronted), ...fronted };
  const { refusals } = all;
  if (refusals?.status !== 'known') return all;
  const told = refusals.value.map((refusal) => {
    const drawn = { ...originFields(refusal, all), ...proxyFields(refusal, all) };
    const stated = Object.entries(refusal).filter(([, value]) => value !== null);
    return { ...refusal, ...drawn, ...Object.fromEntries(stated) };
  });
  return { ...all, refusals: known(told, refusals.source) };
}
