import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Account, tableOf, tried } from './founding/account.ts';
import type { Cause } from './founding/cause.ts';
import { type ContainerLab, containerCauses, startContainerLab } from './founding/containers.ts';
import { deviceCauses } from './founding/devices.ts';
import { type HostLab, type HostLabOptions, startHostLab } from './founding/host-lab.ts';
import { insecureAuthCauses } from './founding/insecure-auth.ts';
import { olderPageCauses, pageCauses } from './founding/pages.ts';
import { attributionCauses, forwardedCauses } from './founding/proxies.ts';
import { olderSecretCauses, secretCauses } from './founding/secrets.ts';
import { storageCauses } from './founding/storage.ts';
import { textCauses } from './founding/texts.ts';
import { engineAt } from './lab/engine.ts';

const dockerHost = inject('dockerHost');
const newest = inject('openclawVersion');
const accounts: Account[] = [];

/** Quoted in CONTRIBUTING.md. FOUNDING_TABLE names a file to write it to, FOUNDING_SCREENS one for every screen. */
afterAll(async () => {
  const { FOUNDING_TABLE, FOUNDING_SCREENS } = process.env;
  console.log(tableOf(accounts));
  if (FOUNDING_TABLE) await writeFile(FOUNDING_TABLE, `${tableOf(accounts)}\n`);
  for (const { rule, screens, end } of FOUNDING_SCREENS ? accounts : [])
    await appendFile(FOUNDING_SCREENS ?? '', `# ${rule}\n\n${[...screens, end].join('\n\n---\n\n')}\n\n`);
});

/** Each is walked by somebody who knows no more than what the screen says. */
function walksOf(
  causes: readonly Cause[],
  place: () => HostLab['place'],
  version: string,
  before?: () => Promise<void>,
) {
  test.each(causes.map((cause) => [cause.rule, cause.who, cause] as const))(
    '%s: %s',
    { timeout: 400_000 },
    async (_rule, _who, cause) => {
      await before?.();
      const account = await tried(cause, place(), version);
      accounts.push(account);
      expect(account).toMatchObject({ firstFinding: cause.behind ?? cause.rule, connected: true });
      expect(account.keys).toBeLessThanOrEqual(cause.maxKeys);
    },
  );
}

function onHost(options: Omit<HostLabOptions, 'dockerHost'>, causesOf: (lab: () => HostLab) => readonly Cause[]) {
  let lab: HostLab | undefined;
  const there = () => {
    if (lab === undefined) throw new Error('the gateway did not start');
    return lab;
  };
  beforeAll(async () => {
    lab = await startHostLab({ dockerHost, ...options });
  });
  afterAll(() => lab?.stop());
  walksOf(
    causesOf(there),
    () => there().place,
    options.version,
    () => there().forget(),
  );
}

describe(`a gateway of ${newest} on this host`, () => {
  onHost({ version: newest }, (lab) => [
    ...secretCauses(lab),
    ...pageCauses(lab),
    ...textCauses(lab),
    ...deviceCauses(lab),
  ]);
});

describe(`one behind nginx`, () => {
  const settings = (pages: readonly string[]) => ({ controlUi: { allowedOrigins: pages } });
  onHost({ version: newest, bind: 'loopback', settings }, attributionCauses);
});

describe('an older one', () => {
  const settings = (pages: readonly string[]) => ({ controlUi: { allowedOrigins: pages } });
  onHost({ version: '2026.5.7', settings }, (lab) => [...forwardedCauses(lab), ...olderPageCauses(lab)]);
});

// The CLI that approves somebody is known with few rights from then on, and asks for more: here it is new.
describe('an older one, whose CLI is new to it', () => {
  const settings = (pages: readonly string[]) => ({ controlUi: { allowedOrigins: pages } });
  onHost({ version: '2026.5.7', settings }, (lab) => [...olderSecretCauses(lab), ...insecureAuthCauses(lab)]);
});

describe(`one in a container`, () => {
  let lab: ContainerLab;
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'doctor-founding-'));
    lab = await startContainerLab(engineAt(dockerHost), newest, home);
  });
  afterAll(async () => {
    await lab?.gateway.stop();
    await rm(lab?.place.home, { recursive: true, force: true });
  });
  walksOf([...containerCauses(() => lab), ...storageCauses(() => lab)], () => lab.place, newest);
});
