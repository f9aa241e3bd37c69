import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { EvidenceFile } from '../from/evidence.ts';
import { readQuestions } from '../questions/read.ts';
import { profilesOf } from '../resemblance/profiles.ts';
import { countCases } from '../rules/case-file.ts';
import { readRulesFolder, ruleFiles } from '../rules/folder.ts';
import { measureFiles, readMeasuresFolder } from '../rules/measure-folder.ts';
import { readSignatures, signatureFiles } from '../signatures/read.ts';

const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rulesFolder = folder('rules');
const questionsFile = folder('rules/questions/questions.yaml');
const signaturesFolder = folder('rules/signatures');
const examplesFile = folder('fixtures/corpus/synthetic.jsonl');
const cliFolder = folder('fixtures/openclaw-cli');
const cliFiles = () =>
  readdirSync(cliFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(cliFolder, name));

/** A module that is made when the bundle is built: the name of what it exports, its value, and what that is made from. */
interface VirtualModule {
  readonly name: string;
  readonly files: () => readonly string[];
  readonly value: () => unknown;
  /** Its file beside the bundle: one is read faster than a text of that size in a program. */
  readonly beside?: string;
  /** What few runs need of each item is parsed when it is asked for: parsing all of it costs them milliseconds. */
  readonly late?: string;
}

const modules: Readonly<Record<string, VirtualModule>> = {
  /** Rules are read and validated at the build: the published doctor carries no YAML parser on its way to a verdict. */
  'virtual:shipped-rules': {
    name: 'shippedRules',
    files: () => ruleFiles(rulesFolder),
    value: () => readRulesFolder(rulesFolder).map((rule) => ({ ...rule, file: `rules/${rule.id}.yaml` })),
    beside: 'rules.json',
    late: 'remedies',
  },
  /** Asked for once something is mended, or its rules are listed: no check reads them. */
  'virtual:measures': {
    name: 'measures',
    files: () => [...measureFiles(rulesFolder), ...ruleFiles(rulesFolder)],
    value: () =>
      readMeasuresFolder(rulesFolder, readRulesFolder(rulesFolder)).map((measure) => ({
        ...measure,
        file: `rules/${measure.id}.yaml`,
      })),
    beside: 'measures.json',
  },
  'virtual:questions': {
    name: 'questions',
    files: () => [questionsFile, ...ruleFiles(rulesFolder)],
    value: () =>
      readQuestions(
        questionsFile,
        readRulesFolder(rulesFolder).map(({ id }) => id),
      ),
  },
  'virtual:signatures': {
    name: 'signatures',
    files: () => signatureFiles(signaturesFolder),
    value: () => readSignatures(signaturesFolder),
    beside: 'signatures.json',
  },
  /** What the made-up reports of each cause have in common. Real ones are left out: the doctor is measured by them. */
  'virtual:profiles': {
    name: 'profiles',
    files: () => [examplesFile],
    value: () => profilesOf(examples()),
    beside: 'profiles.json',
  },
  /** How many cases lie beside each shipped rule, for `rules list`. */
  'virtual:case-counts': {
    name: 'caseCounts',
    files: () =>
      ruleFiles(rulesFolder)
        .map((file) => file.replace(/\.yaml$/, '.test.yaml'))
        .filter(existsSync),
    value: () => Object.fromEntries(readRulesFolder(rulesFolder).map((rule) => [rule.id, countCases(rule)])),
  },
  /** What each OpenClaw's `--help` says, for `rules lint`. */
  'virtual:openclaw-cli': {
    name: 'cliTables',
    files: cliFiles,
    value: () => cliFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown),
  },
};

const examples = () =>
  readFileSync(examplesFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { input: EvidenceFile; expect: { cause: string } })
    .map(({ input, expect }) => ({ told: input, cause: expect.cause }));

/** JSON.parse of a string starts faster than an object literal of that size. */
const inline = ({ name, value }: VirtualModule) =>
  `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value()))});`;

const fromFile = ({ name, late }: VirtualModule, file: string) =>
  `import { readFileSync } from 'node:fs';
export const ${name} = JSON.parse(readFileSync(new URL('./${file}', import.meta.url), 'utf8'));
${late === undefined ? '' : parsedLate(name, late)}`;

const parsedLate = (name: string, key: string) =>
  `for (const item of ${name}) {
  const text = item.${key};
  let value;
  Object.defineProperty(item, '${key}', { enumerable: true, get: () => (value ??= JSON.parse(text)) });
}`;

function json({ value, late }: VirtualModule): string {
  if (late === undefined) return JSON.stringify(value());
  const items = value() as readonly Readonly<Record<string, unknown>>[];
  return JSON.stringify(items.map((item) => ({ ...item, [late]: JSON.stringify(item[late]) })));
}

/** The files that belong beside the bundle, by name, and their JSON. */
export const filesBeside = (): readonly (readonly [string, string])[] =>
  Object.values(modules).flatMap((module) =>
    module.beside === undefined ? [] : [[module.beside, json(module)] as const],
  );

export const virtualModules = {
  esbuild: (): EsbuildPlugin => ({
    name: 'virtual-modules',
    setup(build) {
      build.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'virtual' }));
      build.onLoad({ filter: /.*/, namespace: 'virtual' }, ({ path }) => {
        const module = modules[path];
        if (!module) return undefined;
        return {
          contents: module.beside === undefined ? inline(module) : fromFile(module, module.beside),
          loader: 'js',
        };
      });
    },
  }),
  vite: () => ({
    name: 'virtual-modules',
    resolveId: (id: string) => (id in modules ? `\0${id}` : undefined),
    load(this: { addWatchFile(file: string): void }, id: string) {
      const module = modules[id.slice(1)];
      if (!module || !id.startsWith('\0')) return undefined;
      for (const file of module.files()) this.addWatchFile(file);
      return inline(module);
    },
  }),
};
