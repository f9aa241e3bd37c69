import type { Told } from './saying.ts';

/** What a number means before anything else is known of it. */
interface Meaning {
  readonly means: Told;
  readonly fix: Told;
  /** Rules that speak of it, where no saying of the gateway's goes with it. */
  readonly rules?: readonly string[];
}

/** WebSocket close codes: what each stands for, at an OpenClaw gateway and its clients. */
export const closeCodes: Readonly<Record<number, Meaning>> = {
  1000: {
    means: 'A close in good order; before a client is connected it means that it said nothing in time.',
    fix: 'Where the client had connected, nothing is wrong.',
  },
  1001: {
    means: 'One side goes away: a page that is left, a program that ends.',
    fix: 'Nothing is wrong, unless it was the gateway that ended: see its log.',
  },
  1002: {
    means: 'Client and gateway don’t speak the same protocol.',
    fix: 'Update the older of the two.',
  },
  1005: {
    means: 'The connection was closed without a code. It is never sent: the client writes it down for itself.',
    fix: 'Look at the gateway’s log, where the close stands with its reason, and at what lies between.',
  },
  1006: {
    means: 'The connection broke off without being closed. It is never sent: the client writes it down for itself.',
    fix: 'See whether the gateway runs, and what lies between.',
  },
  1008: {
    means:
      'The gateway refuses, by its rules. The words behind the code tell which: the code alone tells nothing more.',
    fix: 'Look for the words that go with it, in the client’s message or in the gateway’s log: «closed before connect … code=1008 reason=…».',
  },
  1009: {
    means: 'A message was too large.',
    fix: 'Use OpenClaw’s own client in a version near the gateway’s.',
  },
  1011: {
    means: 'The gateway itself failed.',
    fix: 'See what its log says, and restart it.',
    rules: ['gateway-not-serving/gateway-down'],
  },
  1012: {
    means: 'The gateway restarts and will be back.',
    fix: 'Connect again; clients of OpenClaw do so by themselves.',
  },
  1013: {
    means: 'The gateway can take nobody in just now.',
    fix: 'Wait and connect again; clients of OpenClaw do so by themselves.',
  },
  4000: {
    means: 'OpenClaw’s own code for a client that gave up waiting for the gateway’s sign of life.',
    fix: 'Connect again; clients of OpenClaw do so by themselves.',
  },
  4001: {
    means: 'OpenClaw’s own code for a connection whose ground was taken away: token, device or settings changed.',
    fix: 'Connect again with what counts now.',
  },
};

/** Errors of the network, in the words of Node: they come before a gateway has said anything. */
export const networkErrors: Readonly<Record<string, Meaning & { readonly stage: 'resolve' | 'tcp' | 'http' }>> = {
  ECONNREFUSED: {
    stage: 'tcp',
    means: 'Nothing listens at that address and port.',
    fix: 'See whether the gateway runs, and at which address it listens: in a container on more than its own loopback, and published at this port.',
  },
  ECONNRESET: {
    stage: 'http',
    means:
      'Something took the connection and dropped it at once: mostly an engine that publishes a port behind which nothing listens.',
    fix: 'Let the gateway in the container listen on more than its own loopback: gateway.bind lan.',
  },
  ETIMEDOUT: {
    stage: 'tcp',
    means: 'No answer at all: a firewall drops the packets, or the host is off.',
    fix: 'See whether the host is up and lets this port in.',
  },
  EHOSTUNREACH: {
    stage: 'tcp',
    means: 'There is no way to that address from here.',
    fix: 'See whether both are in the same network or tailnet, and whether the address is the gateway’s.',
  },
  ENOTFOUND: {
    stage: 'resolve',
    means: 'The name of the host has no address.',
    fix: 'See whether the name is spelt right; a container’s name is known to containers in the same network only.',
  },
};

const BEHIND: Meaning['rules'] = [
  'gateway-not-serving/gateway-down',
  'container-network/bind-loopback-in-container',
  'client-target/cli-wrong-target',
];

/** HTTP answers to the request that shall become a WebSocket. */
export const httpAnswers: Readonly<Record<number, Meaning>> = {
  401: {
    means:
      'A request over plain HTTP shows no token, or a wrong one: that of a plugin or of the HTTP API. The gateway doesn’t answer a WebSocket so: a proxy before it may.',
    fix: 'Send the gateway’s token with the request, or sign in at the proxy.',
  },
  403: {
    means: [
      'The request is refused before there is a WebSocket.',
      {
        has: 'attribution',
        say: 'From the gateway itself that means «proxy_attribution_required»; anything else in the body is a proxy’s.',
      },
      {
        lacks: 'attribution',
        say: 'This version answers no connection so: it comes from a proxy or a platform before the gateway. «proxy_attribution_required» comes with 2026.8.1.',
      },
    ],
    fix: 'See what the body of the answer says, and who answers: the proxy’s log tells whether it passed the request on.',
  },
  429: {
    means:
      'Too many failed attempts over HTTP: the gateway’s HTTP API counts them, and names the wait in Retry-After. A proxy may have a limit of its own.',
    fix: 'Stop what tries again and again, and wait.',
    rules: ['shared-secret/auth-rate-limited'],
  },
  502: {
    means: 'No answer of the gateway’s: a proxy before it got no connection to it, or one that broke off.',
    fix: 'See whether the gateway runs, and listens at the address and port that the proxy passes requests to; in a container on more than its own loopback.',
    rules: BEHIND,
  },
  503: {
    means:
      'The gateway takes nobody in now: too many connections that have not said who they are yet, or it starts, restarts or ends. A proxy says so, too, where it knows no gateway that is up.',
    fix: 'Wait and connect again. Where it lasts, look for what opens connections again and again, and at the gateway’s log.',
    rules: ['gateway-not-serving/gateway-down'],
  },
  504: {
    means: 'No answer of the gateway’s: a proxy before it waited too long for one.',
    fix: 'See whether the gateway answers on its own host, and let the proxy keep WebSockets open for more than a minute.',
    rules: BEHIND,
  },
};
