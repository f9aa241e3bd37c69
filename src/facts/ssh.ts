import { kindOfAddress } from '../gateway/addresses.ts';
import { type Fact, type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { parseSshTarget, sshArgv } from './ssh-target.ts';

/** A tunnel that a program of ssh holds open here. */
export interface Tunnel {
  /** The argv that connects to the same host, the target last; null: which host that is can't be told for certain. */
  readonly argv: readonly string[] | null;
  /** Where it leads to, as that host sees it. */
  readonly to: string;
  readonly toPort: number;
  /** The port of this machine. */
  readonly port: number;
}

/**
 * How the gateway's host is reached over ssh, by the user's own word, by OpenClaw's settings, or by a tunnel that is open
 * now; and whether what the client dials is the near end of such a tunnel.
 */
export function sshFacts(named: string | undefined, tunnel: Tunnel | undefined, facts: Facts): Facts {
  const isNear = valueIn(facts, 'client.dials') === 'loopback';
  const own = named === undefined ? undefined : parseSshTarget(named);
  if (own) return { 'gateway.ssh': known(sshArgv(own), '--ssh'), 'client.tunnel': known(isNear, '--ssh') };
  const set = fromSettings(facts);
  if (set) return { 'gateway.ssh': known(set.argv, set.source), 'client.tunnel': known(isNear, set.source) };
  if (!tunnel) return { 'gateway.ssh': unknown(NOBODY), 'client.tunnel': known(false, 'nothing tells of one') };
  const source = `the ssh that listens on port ${tunnel.port}`;
  return { 'client.tunnel': known(true, source), 'gateway.ssh': endOf(tunnel, source) };
}

function endOf({ argv, to }: Tunnel, source: string): Fact<readonly string[]> {
  if (argv === null) return unknown(`where ${source} connects to can't be told from the process list`);
  const host = argv.at(-1)?.split('@').at(-1);
  const endsThere = kindOfAddress(to) === 'loopback' || to === host;
  return endsThere ? known(argv, source) : unknown(`${source} leads on from ${host} to ${to}`);
}

const NOBODY = 'neither --ssh nor gateway.remote.sshTarget names a target for its host';

/** OpenClaw's own setting; it is about the gateway whose address stands beside it. */
function fromSettings(facts: Facts): { readonly argv: readonly string[]; readonly source: string } | undefined {
  const text = valueIn(facts, 'client.config.sshTarget');
  const target = text == null ? undefined : parseSshTarget(text);
  if (!target || valueIn(facts, 'client.config.mode') !== 'remote') return undefined;
  const isMeant =
    valueIn(facts, 'client.urlSource')?.startsWith('gateway.remote.url') === true ||
    valueIn(facts, 'client.host') === target.host;
  if (!isMeant) return undefined;
  const identity = valueIn(facts, 'client.config.sshIdentity') || null;
  return {
    argv: sshArgv(target, identity?.startsWith('-') ? null : identity),
    source: `gateway.remote.sshTarget in ${valueIn(facts, 'client.config.file')}`,
  };
}
