import { newIdentity, pageBuild } from '../lab/client.ts';
import { connectFromLan } from '../lab/lan-client.ts';
import type { Cause } from './cause.ts';
import type { HostLab } from './host-lab.ts';
import { isIn } from './lan.ts';

/** Of a version that turns away who comes through a proxy that it was not told of. */
export function attributionCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'proxy/proxy-attribution-required',
      who: 'a browser behind nginx, which the gateway was not told of',
      maxKeys: 12,
      provoke: () => browserBehind(lab()),
    },
    {
      rule: 'pairing-approval/pending-approval-proxy',
      who: 'a new browser behind nginx, which the gateway trusts',
      maxKeys: 8,
      provoke: () => browserBehind(lab()),
    },
  ];
}

/** Of a version that takes such a client for an unknown one. */
export function forwardedCauses(lab: () => HostLab): readonly Cause[] {
  return [
    {
      rule: 'proxy/proxy-untrusted-forwarded',
      who: 'a browser behind nginx, which the gateway does not trust',
      maxKeys: 10,
      provoke: () => browserBehind(lab()),
    },
  ];
}

/** The page that nginx passes on, in a browser on the LAN, or what the gateway sees of that. */
async function browserBehind({ gateway, peer, nginx }: HostLab) {
  const identity = newIdentity();
  const origin = `http://${peer.hostAddress}:${nginx.port}`;
  const tries = async () => {
    const page = { clientId: 'openclaw-control-ui', mode: 'webchat', origin, ...(await pageBuild(gateway.url)) };
    return isIn(
      await connectFromLan(peer, { url: origin.replace('http', 'ws'), token: gateway.token, identity, ...page }),
    );
  };
  if (await tries()) throw new Error('it was let in');
  const deeds = [
    // The nginx of the lab writes them already.
    { words: /Let the proxy write X-Forwarded-For anew/, do: async () => undefined },
    { words: /Reload the page/, do: tries },
  ];
  return { args: ['--page', `${origin}/`], newcomer: { tries, deeds, deviceId: () => identity.deviceId } };
}
