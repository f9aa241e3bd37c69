import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Loader, Metafile, Plugin } from 'esbuild';

/**
 * Keeps what `main` loads in one chunk. esbuild makes a chunk of modules for each set of entries that share them: forty
 * files, each of which Node resolves, reads and compiles by itself, for milliseconds of every run. Where each entry that is
 * loaded later imports `main` as well, which is loaded by then, all its modules have the same set.
 */
export function togetherWith(main: string, { outputs }: Metafile): Plugin {
  const later = Object.values(outputs).flatMap(({ entryPoint }) =>
    entryPoint?.startsWith('src/') && entryPoint !== main && entryPoint !== 'src/bin.ts' ? [entryPoint] : [],
  );
  return {
    name: 'together',
    setup(build) {
      const at = (file: string) => join(build.initialOptions.absWorkingDir ?? process.cwd(), file);
      const files = new Set(later.map(at));
      build.onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
        if (!files.has(path)) return undefined;
        return {
          contents: `import ${JSON.stringify(at(main))};\n${readFileSync(path, 'utf8')}`,
          loader: extname(path).slice(1) as Loader,
        };
      });
    },
  };
}
