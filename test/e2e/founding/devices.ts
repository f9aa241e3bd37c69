import type { ConnectOptions } from '../lab/client.ts';
import { requestIdOf } from '../lab/lan-client.ts';
import type { Cause } from './cause.ts';
import type { HostLab } from './host-lab.ts';
import { isIn, type LanClient, lanClient, pairedClient } from './lan.ts';
import { runOpenclaw } from './openclaw.ts';

const READ = ['operator.read'];

/** Causes of devices that wait for approval, or for more. */
export function deviceCauses(lab: () => HostLab): readonly Cause[] {
  const openclaw = (...args: readonly string[]) => runOpenclaw(lab(), args);
  const paired = () => pairedClient(lab(), READ);
  const refused = async (client: LanClient, more: Partial<ConnectOptions>) => {
    const answer = await client.ask(more);
    if (answer.status === 'connected') throw new Error('it was let in');
    return { newcomer: { tries: async () => isIn(await client.ask(more)), deviceId: () => client.identity.deviceId } };
  };
  return [
    {
      rule: 'pairing-approval/pending-approval-new-device',
      who: 'a CLI on the LAN',
      maxKeys: 8,
      provoke: () => refused(lanClient(lab()), { scopes: READ }),
    },
    {
      rule: 'scope-upgrade/scope-upgrade-pending',
      who: 'a paired CLI that asks for more',
      maxKeys: 8,
      async provoke() {
        const { newcomer } = await refused(await paired(), { scopes: ['operator.read', 'operator.write'] });
        // The first way takes another admin's browser, which this person does not have at hand.
        return { newcomer: { ...newcomer, takes: ["Approve it with the plain CLI on the gateway's host"] } };
      },
    },
    {
      rule: 'pairing-approval/metadata-upgrade',
      who: 'a paired CLI on another system',
      maxKeys: 8,
      provoke: async () => refused(await paired(), { scopes: READ, platform: 'darwin' }),
    },
    {
      rule: 'pairing-approval/pending-expired-or-superseded',
      who: 'a CLI whose request was replaced',
      maxKeys: 8,
      async provoke() {
        const client = lanClient(lab());
        const first = requestIdOf(await client.ask({ scopes: READ }));
        const provoked = await refused(client, { scopes: ['operator.read', 'operator.write'] });
        await openclaw('devices', 'approve', first);
        return provoked;
      },
    },
    {
      rule: 'pairing-approval/nodes-vs-devices',
      who: 'a node, looked for in the wrong list',
      maxKeys: 8,
      async provoke() {
        const client = lanClient(lab());
        const asNode = { clientId: 'node-host', mode: 'node', role: 'node', scopes: [] } as const;
        const provoked = await refused(client, asNode);
        await openclaw('nodes', 'approve', requestIdOf(await client.ask(asNode)));
        return provoked;
      },
    },
    {
      rule: 'pairing-approval/role-upgrade',
      who: 'a paired CLI that becomes a node',
      maxKeys: 8,
      provoke: async () => refused(await paired(), { clientId: 'node-host', mode: 'node', role: 'node', scopes: [] }),
    },
  ];
}
