import type { Gateway } from '../facts/choose.ts';
import { coverOf } from '../facts/mounts.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import type { Context } from './context.ts';
import type { Container } from './inspect.ts';
import { stateDirOf } from './openclaw-container.ts';
import { pathsOf } from './paths.ts';

/** Where on this host the gateway's openclaw.json can be changed in its place; looked for only where that keeps something. */
export async function hostFile({ host }: Context, gateway: Gateway, settings: Facts): Promise<Facts> {
  if (valueIn(settings, 'gateway.config.text') == null) return {};
  const file =
    gateway.kind === 'container' ? ofContainer(gateway.container) : (settings['gateway.config.file'] ?? null);
  const fact = (reason: string) => ({ 'gateway.config.hostFile': unknown(reason) });
  if (file?.status !== 'known') return fact(file?.reason ?? 'where it is on this host is not known');
  const path = file.value;
  if (path === null || /^[\\/]{2}/.test(path)) return fact('it lies on another system than the doctor');
  const { machine } = host;
  const { dirname, basename } = pathsOf(machine);
  const listed = await host.list({ path: dirname(path), only: [basename(path)] });
  const entry = listed.status === 'ok' ? listed.entries[0] : undefined;
  if (!entry) return fact(`${path} can't be seen on this host`);
  // A gateway watches the link, and may not notice that the file behind it is another.
  if (entry.kind !== 'file') return fact(`${path} is a link to the file`);
  const isOwn = machine.uid === null || machine.uid === 0 || entry.uid === machine.uid;
  return isOwn ? { 'gateway.config.hostFile': known(path, path) } : fact(`${path} belongs to another user`);
}

/** The file as its host has it, where a folder of the host holds it. */
function ofContainer(container: Container): Fact<string> {
  const { engine, env, mounts } = container;
  const file = env.OPENCLAW_CONFIG_PATH ?? `${stateDirOf(container)}/openclaw.json`;
  if (engine.elsewhere !== null) return unknown(`it is on ${engine.elsewhere}, not here`);
  // Between a virtual machine and its host a gateway misses what happens to files.
  if (engine.desktop === true) return unknown("the gateway runs in its engine's virtual machine");
  const cover = coverOf(mounts, file);
  if (cover?.type !== 'bind' || !cover.source.startsWith('/')) return unknown('it lies in no folder of this host');
  const rest = file.slice(cover.target.replace(/\/$/, '').length);
  // Another file in its place would not be the one that is mounted.
  return rest === '' ? unknown('it is mounted by itself') : known(`${cover.source}${rest}`, file);
}
