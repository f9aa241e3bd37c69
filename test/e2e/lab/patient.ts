import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Connection, type ConnectOptions, connect, type Identity } from './client.ts';
import { type Engine, engineAt } from './engine.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
import { requestIdOf } from './lan-client.ts';

/** A gateway in a container, and a user of this host whose home is empty. */
export interface Patient {
  readonly engine: Engine;
  /** For a doctor under test. */
  readonly place: { readonly dockerHost: string; readonly home: string };
  readonly gateway: Gateway;
  /** Connects from this host, which the gateway sees as its bridge. */
  ask(identity: Identity, more?: Partial<ConnectOptions>): Promise<Connection>;
  /** The request that a client is refused with. */
  requestOf(identity: Identity, more?: Partial<ConnectOptions>): Promise<string>;
  /** How a try to connect ends; one that is let in is closed again. */
  answer(identity: Identity, more?: Partial<ConnectOptions>): Promise<Connection['status']>;
}

/** Sets one up before the tests of a file, and takes it away after them. Its fields are there within tests only. */
export function usePatient(name: string, options: Omit<GatewayOptions, 'engine' | 'version' | 'name'> = {}): Patient {
  const engine = engineAt(inject('dockerHost'));
  const set: { gateway?: Gateway; home?: string } = {};
  beforeAll(async () => {
    set.home = await mkdtemp(join(tmpdir(), 'doctor-e2e-'));
    set.gateway = await startGateway({ engine, version: inject('openclawVersion'), name, ...options });
  });
  afterAll(async () => {
    await set.gateway?.stop();
    if (set.home !== undefined) await rm(set.home, { recursive: true, force: true });
  });
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error(`${name} is not set up yet`);
    return value;
  };
  const ask: Patient['ask'] = (identity, more) => {
    const { url, token } = there(set.gateway);
    return connect({ url, token, identity, ...more });
  };
  return {
    engine,
    get place() {
      return { dockerHost: engine.dockerHost, home: there(set.home) };
    },
    get gateway() {
      return there(set.gateway);
    },
    ask,
    requestOf: async (identity, more) => requestIdOf(await ask(identity, more)),
    async answer(identity, more) {
      const tried = await ask(identity, more);
      if (tried.status === 'connected') await tried.close();
      return tried.status;
    },
  };
}
