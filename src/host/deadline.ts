import { effects, type Host } from './host.ts';

/** `host` with no call taking longer than what is left of `timeoutMs` from now: the deadline of one probe. */
export function hostWithDeadline(host: Host, timeoutMs: number): Host {
  const until = host.now() + timeoutMs;
  const limited = { machine: host.machine, now: () => host.now() } as Record<string, unknown>;
  for (const effect of effects) {
    limited[effect] = (request: { readonly timeoutMs?: number }) => {
      const left = Math.max(50, until - host.now());
      const call = host[effect] as (request: unknown) => Promise<unknown>;
      return call(
        request.timeoutMs === undefined ? request : { ...request, timeoutMs: Math.min(request.timeoutMs, left) },
      );
    };
  }
  return limited as unknown as Host;
}
