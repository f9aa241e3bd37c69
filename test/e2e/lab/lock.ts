import { createServer } from 'node:net';
import { cacheFolder, cacheId } from './paths.ts';

/**
 * Keeps two runs from sharing one engine: the first to end would take it from the other.
 * An abstract socket is the lock, as the kernel frees it even when a run is killed.
 */
export async function lockCache(): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? inUse() : error));
    server.listen(`\0openclaw-doctor-e2e-${cacheId}`, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function inUse(): Error {
  return new Error(
    `Another end-to-end run uses ${cacheFolder}: wait for it, or give this one a folder of its own, OPENCLAW_E2E_CACHE.`,
  );
}
