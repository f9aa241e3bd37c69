import { list, number, type Shape, text, texts } from './shape.ts';

/** What measures ask for once an error is mended; drawn from other facts, and only then. */
export const hardeningFacts = {
  'publish.open': texts('addresses beyond 127.0.0.1 at which the port of the gateway’s container is published'),
  'publish.users': texts('who uses such an address, as far as anything that was seen tells, a clause each'),
  'proxies.wide': texts('entries of gateway.trustedProxies that cover a whole range of private addresses, or all'),
  'proxies.narrowed': text(
    'gateway.trustedProxies with the proxies that were seen in place of those, as JSON; null: none was seen',
  ),
  'origins.named': text(
    'gateway.controlUi.allowedOrigins with the page that the browser shows in place of the star, as JSON; null: nothing is left to name',
  ),
  browsers: list('browsers that are approved, the newest first', {
    deviceId: text('the device'),
    remoteIp: text('the address that the gateway saw'),
    days: number('so many days after its approval it was let in with the same identity; null: not told'),
    alike: number(
      'how many browsers of the same address and system were approved within a day of it, itself among them',
    ),
  }),
  'devices.left': list('approved devices that look like a newer one and were not let in since that was approved', {
    deviceId: text('the device'),
    who: text('the client in words: "the CLI", "a browser"'),
    name: text('the name that both give themselves'),
    remoteIp: text('the address that the gateway saw of both'),
    seen: text('when it was let in last, as a date'),
    newer: text('the device id of the newer one, shortened'),
    newerSince: text('when that was approved, as a date'),
  }),
  'requests.others': list('requests that wait and come from no client of this user', {
    requestId: text('the id that `devices reject` takes'),
    who: text('the client in words'),
    name: text('the name that the device gives itself'),
    remoteIp: text('the address that the gateway saw'),
  }),
  'backups.old': texts('copies of files that the doctor kept at fixes before the last one, and that are still there'),
  'backups.remove': texts('the argv that deletes them'),
} as const satisfies Readonly<Record<string, Shape>>;
