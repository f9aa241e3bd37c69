#!/usr/bin/env node
import { listenForInterrupt } from './interrupt.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`openclaw-doctor needs Node 20.19 or later; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  // Whoever reads the output may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const onBug = (error: unknown) => {
    process.stderr.write(
      `openclaw-doctor: a bug of the doctor's own. Please report it with these lines:\n${(error as Error).stack}\n`,
    );
    process.exit(2);
  };
  process.once('uncaughtException', onBug);
  process.once('unhandledRejection', onBug);
  listenForInterrupt();
  const { main } = await import('./cli.ts');
  process.exitCode = await main(process.argv.slice(2));
}
