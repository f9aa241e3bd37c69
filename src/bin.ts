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
    // A terminal that is closed says so by SIGHUP as well, on which the doctor ends in order.
    if (error.code !== 'EIO') throw error;
  });
  listenForInterrupt();
  const { main, reportBug } = await import('./cli.ts');
  // What is thrown beside the run itself, in a socket's listener for instance.
  const onBug = (error: unknown) => process.exit(reportBug(error, process.argv.slice(2)));
  process.once('uncaughtException', onBug);
  process.once('unhandledRejection', onBug);
  process.exitCode = await main(process.argv.slice(2));
}
