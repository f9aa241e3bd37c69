import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import { readQuestions } from '../questions/read.ts';
import { countCases } from '../rules/case-file.ts';
import { readRulesFolder, ruleFiles } from '../rules/folder.ts';
import { readSignatures, signatureFiles } from '../signatures/read.ts';

const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rulesFolder = folder('rules');
const questionsFile = folder('rules/questions/questions.yaml');
const signaturesFolder = folder('rules/signatures');
const cliFolder = folder('fixtures/openclaw-cli');
const cliFiles = () =>
  readdirSync(cliFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(cliFolder, name));

/** A module that is made when the bundle is built: what it is made from, and its text. */
interface VirtualModule {
  readonly files: () => readonly string[];
  readonly text: () => string;
}

const modules: Readonly<Record<string, VirtualModule>> = {
  /** Rules are read and validated at the build: the published doctor carries no YAML parser on its way to a verdict. */
  'virtual:shipped-rules': {
    files: () => ruleFiles(rulesFolder),
    text: () => `export const shippedRules = JSON.parse(${JSON.stringify(rulesJson())});`,
  },
  'virtual:questions': {
    files: () => [questionsFile, ...ruleFiles(rulesFolder)],
    text: () =>
      exported(
        'questions',
        readQuestions(
          questionsFile,
          readRulesFolder(rulesFolder).map(({ id }) => id),
        ),
      ),
  },
  'virtual:signatures': {
    files: () => signatureFiles(signaturesFolder),
    text: () => exported('signatures', readSignatures(signaturesFolder)),
  },
  /** How many cases lie beside each shipped rule, for `rules list`. */
  'virtual:case-counts': {
    files: () =>
      ruleFiles(rulesFolder)
        .map((file) => file.replace(/\.yaml$/, '.test.yaml'))
        .filter(existsSync),
    text: () =>
      exported(
        'caseCounts',
        Object.fromEntries(readRulesFolder(rulesFolder).map((rule) => [rule.id, countCases(rule)])),
      ),
  },
  /** What each OpenClaw's `--help` says, for `rules lint`. */
  'virtual:openclaw-cli': {
    files: cliFiles,
    text: () =>
      exported(
        'cliTables',
        cliFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown),
      ),
  },
};

/** JSON.parse of a string starts faster than an object literal of that size. */
const exported = (name: string, value: unknown) =>
  `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`;

/** The shipped rules as JSON beside the bundle: a file is read faster than a text of that size in a program. */
export const rulesJson = () =>
  JSON.stringify(readRulesFolder(rulesFolder).map((rule) => ({ ...rule, file: `rules/${rule.id}.yaml` })));

const RULES_FROM_FILE = `import { readFileSync } from 'node:fs';
export const shippedRules = JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8'));`;

export const virtualModules = {
  esbuild: (): EsbuildPlugin => ({
    name: 'virtual-modules',
    setup(build) {
      build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
      build.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path }) => ({
        contents: path === 'virtual:shipped-rules' ? RULES_FROM_FILE : (modules[path]?.text() ?? ''),
        loader: 'js',
      }));
    },
  }),
  vite: () => ({
    name: 'virtual-modules',
    resolveId: (id: string) => (id in modules ? `\0${id}` : undefined),
    load(this: { addWatchFile(file: string): void }, id: string) {
      const module = modules[id.slice(1)];
      if (!module || !id.startsWith('\0')) return undefined;
      for (const file of module.files()) this.addWatchFile(file);
      return module.text();
    },
  }),
};
