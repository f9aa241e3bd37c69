import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requestIdOf } from '../lab/lan-client.ts';
import type { Cause } from './cause.ts';
import type { HostLab } from './host-lab.ts';
import { isIn, lanClient } from './lan.ts';
import { runOpenclaw } from './openclaw.ts';
import type { Deed } from './walk.ts';

/** Causes that only what was typed tells of: the doctor is handed the terminal's text. */
export function textCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'pairing-approval/approve-wrong-id',
      who: 'a CLI on the LAN, approved by its device id',
      maxKeys: 10,
      provoke: () => typed(lab(), (client) => ['devices', 'approve', client.identity.deviceId]),
    },
    {
      rule: 'pairing-approval/channel-pairing-confusion',
      who: 'a CLI on the LAN, looked for among the chats’ senders',
      maxKeys: 10,
      provoke: () => typed(lab(), () => ['pairing', 'list', 'telegram']),
    },
  ];
}

/** A client that waits, and the wrong command, with what the real CLI answers. */
async function typed(lab: HostLab, wrong: (client: ReturnType<typeof lanClient>) => readonly string[]) {
  const client = lanClient(lab);
  const tries = async () => isIn(await client.ask({ scopes: ['operator.read'] }));
  const asked = await client.ask({ scopes: ['operator.read'] });
  const args = wrong(client);
  const said = asked.status === 'refused' ? `gateway closed (1008): ${asked.reason}` : asked.status;
  const file = join(lab.place.home, 'terminal.txt');
  await writeFile(file, `${said}\n$ openclaw ${args.join(' ')}\n${await runOpenclaw(lab, args)}`);
  const deeds: readonly Deed[] = [
    {
      words: /devices approve/,
      async do({ command = '' }) {
        const id = requestIdOf(await client.ask({ scopes: ['operator.read'] }));
        await runOpenclaw(
          lab,
          command
            .split(' ')
            .slice(1)
            .map((word) => (word === 'REQUEST_ID' ? id : word)),
        );
      },
    },
    { words: /list who waits/, do: ({ command = '' }) => runOpenclaw(lab, command.split(' ').slice(1)) },
    { words: /Connect again with the client/, do: tries },
  ];
  return { args: ['--from', file], newcomer: { tries, deeds } };
}
