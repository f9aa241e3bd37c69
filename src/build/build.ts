import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { measureSchema, ruleSchema } from '../rules/rule-schema.ts';
import { RuleError } from '../rules/yaml-reader.ts';
import { togetherWith } from './together.ts';
import { filesBeside, virtualModules } from './virtual-modules.ts';

/** Bundles the doctor into dist/: the headless part first, the interface and every heavy library in chunks of their own. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };

try {
  rmSync(`${root}/dist`, { recursive: true, force: true });
  const options: BuildOptions & { metafile: true } = {
    absWorkingDir: root,
    entryPoints: { bin: 'src/bin.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    metafile: true,
    chunkNames: 'chunk-[name]-[hash]',
    define: {
      DOCTOR_VERSION: JSON.stringify(version),
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
    },
    // Some dependencies are CommonJS and ask for built-ins by `require`, which ES modules lack.
    banner: { js: `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);` },
    external: ['react-devtools-core'],
    logLevel: 'error',
  };
  const draft = await build({ ...options, write: false, plugins: [virtualModules.esbuild()] });
  const result = await build({
    ...options,
    plugins: [virtualModules.esbuild(), togetherWith('src/cli.ts', draft.metafile)],
  });
  chmodSync(`${root}/dist/bin.js`, 0o755);
  copyFileSync(`${root}/src/report/report.schema.json`, `${root}/dist/report.schema.json`);
  for (const [name, json] of filesBeside()) writeFileSync(`${root}/dist/${name}`, json);
  writeFileSync(`${root}/dist/rule.schema.json`, `${JSON.stringify(ruleSchema(), null, 2)}\n`);
  writeFileSync(`${root}/dist/measure.schema.json`, `${JSON.stringify(measureSchema(), null, 2)}\n`);
  if (!process.argv.includes('--quiet')) {
    const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    console.log(`dist: ${Object.keys(result.metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB`);
  }
} catch (error) {
  // esbuild has printed its own; a rule's mistake is one line.
  if (error instanceof RuleError) console.error(error.message);
  else if (!(error as { errors?: unknown }).errors) throw error;
  else for (const { text } of (error as { errors: { text: string }[] }).errors) console.error(text);
  process.exitCode = 1;
}
