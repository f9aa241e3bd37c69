import { settingIn } from '../facts/setting.ts';
import { wordsBehind } from '../model/argv.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { SettingEdit, Step } from '../model/report.ts';
import { hasStandIn } from '../model/stand-in.ts';
import { runsHere } from './run.ts';

/** Whether a command makes OpenClaw write its settings. */
export function writesSettings({ run = [] }: Step): boolean {
  const at = run.indexOf('config');
  return at !== -1 && ['set', 'unset', 'patch'].includes(run[at + 1] ?? '');
}

/** What a step's command sets in the gateway's openclaw.json; undefined: none that could be written into the file. */
export function settingEditOf(step: Step, facts: Facts): SettingEdit | undefined {
  const words = wordsBehind(step.run ?? [], valueIn(facts, 'gateway.exec') ?? []);
  if (!words || step.where !== 'host' || !runsHere(step)) return undefined;
  const [config, verb, key = '', ...rest] = words;
  // What a secret is stays OpenClaw's business, and a variable's name would be one.
  if (config !== 'config' || /(?:token|password|secret|key)$/i.test(key)) return undefined;
  if (verb === 'unset') return rest.length === 0 ? { key, value: null } : undefined;
  const [argument, ...options] = rest;
  const isPlain = options.every((option) => option === '--json' || option === '--strict-json');
  if (verb !== 'set' || argument === undefined || !isPlain || hasStandIn(argument) || /\$\{|__OPENCLAW_/.test(argument))
    return undefined;
  return { key, value: settingIn(argument, key) };
}

/** OpenClaw parses its settings and writes what it parsed. */
export function commentsLost(step: Step, facts: Facts): string {
  if (!writesSettings(step)) return '';
  const whose = step.where === 'client' ? 'client' : 'gateway';
  if (valueIn(facts, `${whose}.config.hasComments`) !== true) return '';
  const file = valueIn(facts, `${whose}.config.file`) ?? 'openclaw.json';
  const own = whose === 'gateway' ? facts['gateway.config.hostFile'] : undefined;
  const why = own?.status === 'unknown' ? ` The doctor can’t change it in its place: ${own.reason}.` : '';
  return ` OpenClaw writes ${file} anew: its comments are lost, so keep a copy of it.${why}`;
}
