/**
 * What an option changes about a connection, in the terms of the gateway's model: the closed set from which a remedy
 * names what it does, so that the model can say what the gateway would answer then.
 */
export const changes = {
  approve: 'the device is approved for what it asked',
  'dial-loopback': 'the client dials 127.0.0.1 beside the gateway, or through an SSH tunnel that ends there',
  'open-localhost': "the page is opened as http://localhost on the gateway's host, through a published port or not",
  'open-https': 'the page is opened as https:// through a proxy that the gateway trusts, its origin listed',
  'list-origin': 'gateway.controlUi.allowedOrigins names the page',
  'trust-proxy': 'gateway.trustedProxies names the proxy, which tells the client it forwards for',
  'give-secret': 'the client sends the token or password that the gateway wants, and no device token',
  wait: 'the limit on failed attempts has run out',
  update: 'the gateway runs the newest OpenClaw that the doctor knows',
  'show-device': 'the client shows a device identity of its own, with a proof that holds',
  'load-page': 'the page is the one that the gateway serves now',
  'speak-protocol': 'the client speaks the protocol of the gateway',
  'pass-host': 'the proxy hands on the Host that the browser asked for',
  'require-device': 'no setting waives the device identity',
  'fresh-code': 'the client brings a setup code that nobody has used',
  'new-device': 'the client comes as a device that the gateway does not know',
} as const;

export type Change = keyof typeof changes;

/**
 * What an option changes on the way to a gateway that no connection comes to: so that the picture of the way can show how
 * far one comes then, and what the gateway answers to a client that has nothing else wrong with it.
 */
export const reaches = {
  start: 'the gateway runs',
  'bind-lan': 'the gateway listens at every address',
  'bind-loopback': 'the gateway listens at 127.0.0.1 only',
  'dial-loopback': 'the client dials 127.0.0.1 and the port of the gateway',
  'dial-published': "the client dials the port of the host that leads to the gateway's",
  publish: "the gateway's port is published at 127.0.0.1 of the host, where the client dials it",
  beside: 'the client runs where the gateway runs, in its container, and dials 127.0.0.1',
  'dial-plain': 'the client dials ws:// instead of wss://',
  'dial-tls': 'the client dials wss:// instead of ws://',
  'dial-right': "the client dials the gateway's own address, which its user knows",
  'open-way': 'what is in between lets the connection through',
  'in-time': 'the gateway answers in time',
  'token-auth': 'the gateway asks for its token',
  'password-auth': 'the gateway asks for its password',
} as const;

export type Reach = keyof typeof reaches;
