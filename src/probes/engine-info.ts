import { kindOfAddress } from '../gateway/addresses.ts';
import type { Engine } from '../model/catalogue.ts';

/** What `info` tells of an engine; `text` may be empty. */
export function parseEngine(kind: string, command: readonly string[], text: string, compose: boolean): Engine {
  let info: RawInfo = {};
  try {
    info = JSON.parse(text) as RawInfo;
  } catch {
    // Older engines print a warning in front or nothing at all; what they are isn't known then.
  }
  const system = info.OperatingSystem ?? '';
  const product =
    kind === 'podman' || info.host
      ? 'Podman'
      : (PRODUCTS.find(([pattern]) => pattern.test(system))?.[1] ?? 'Docker Engine');
  return {
    kind,
    command,
    version: info.ServerVersion ?? info.version?.Version ?? null,
    product,
    desktop: info.host ? info.host.serviceIsRemote === true : PRODUCTS.some(([pattern]) => pattern.test(system)),
    elsewhere: null,
    rootless:
      info.host?.security?.rootless ?? (info.SecurityOptions ?? []).some((option) => option.includes('rootless')),
    compose,
    composeCommand: compose ? [...command, 'compose'] : [],
  };
}

interface RawInfo {
  OperatingSystem?: string;
  ServerVersion?: string;
  SecurityOptions?: string[];
  host?: { serviceIsRemote?: boolean; security?: { rootless?: boolean } };
  version?: { Version?: string };
}

/** Engines that keep containers in a virtual machine, by what `docker info` calls their system. */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/Docker Desktop/, 'Docker Desktop'],
  [/OrbStack/, 'OrbStack'],
  [/Rancher Desktop/, 'Rancher Desktop'],
  [/Colima/i, 'Colima'],
];

/** The host of an engine that is reached over TCP or SSH; null for a local socket or pipe. */
export function elsewhereOf(endpoint: string): string | null {
  const host = /^(?:tcp|ssh|https?):\/\/(?:[^@/\s]*@)?(\[[^\]]+\]|[^:/\s]+)/.exec(endpoint.trim())?.[1] ?? null;
  return host === null || kindOfAddress(host) === 'loopback' ? null : host;
}
