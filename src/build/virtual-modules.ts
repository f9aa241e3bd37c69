import { fileURLToPath } from 'node:url';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import { readRulesFolder, ruleFiles } from '../rules/folder.ts';

/** The module name under which the shipped rules are imported. */
const MODULE = 'virtual:shipped-rules';

const folder = fileURLToPath(new URL('../../rules', import.meta.url));

/**
 * The shipped rules as a module, read and validated when it is built: the published doctor carries no YAML parser on
 * its way to a verdict. JSON.parse of a string starts faster than an object literal of that size.
 */
function moduleText(): string {
  const rules = readRulesFolder(folder).map((rule) => ({ ...rule, file: `rules/${rule.id}.yaml` }));
  return `export const shippedRules = JSON.parse(${JSON.stringify(JSON.stringify(rules))});`;
}

export const compiledRules = {
  esbuild: (): EsbuildPlugin => ({
    name: 'compiled-rules',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${MODULE}$`) }, () => ({ path: MODULE, namespace: 'rules' }));
      build.onLoad({ filter: /.*/, namespace: 'rules' }, () => ({ contents: moduleText(), loader: 'js' }));
    },
  }),
  vite: () => ({
    name: 'compiled-rules',
    resolveId: (id: string) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(this: { addWatchFile(file: string): void }, id: string) {
      if (id !== `\0${MODULE}`) return undefined;
      for (const file of ruleFiles(folder)) this.addWatchFile(file);
      return moduleText();
    },
  }),
};
