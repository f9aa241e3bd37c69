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
} as const;

export type Change = keyof typeof changes;
