import { type Fact, type Facts, mapFact, unknown } from '../model/fact.ts';
import { parseJson } from '../model/json.ts';
import { listsOf, settingNameOf } from '../probes/settings.ts';

/** The value of one setting; null: it is not set. */
export type Setting = string | number | boolean | readonly string[] | null;

/** What the gateway's openclaw.json has at a key such as `gateway.bind`. An empty list is as good as none. */
export function settingAt(key: string, facts: Facts): Fact<Setting> {
  const name = settingNameOf(key);
  const fact = name === undefined ? undefined : (facts[`gateway.config.${name}` as keyof Facts] as Fact<Setting>);
  if (fact === undefined) return unknown('the doctor does not read this setting');
  return mapFact(fact, (value) => (Array.isArray(value) && value.length === 0 ? null : value));
}

/** The value that `config set` makes of its argument; null: the setting is taken out. */
export function settingIn(argument: string | null, key: string): Setting {
  if (argument === null) return null;
  const value = (parseJson(argument) ?? argument) as Setting;
  const name = settingNameOf(key);
  return name !== undefined && listsOf(name) && typeof value === 'string' ? [value] : value;
}
