#!/usr/bin/env node
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
  process.once('SIGINT', () => process.exit(130));
  const { main } = await import('./cli.ts');
  process.exitCode = await main(process.argv.slice(2));
}
