import { flag, list, number, type Shape, text, texts } from './shape.ts';

/** What a text that somebody handed in says. */
export const toldFacts = {
  'text.errno': text('the connection error that it quotes: ECONNREFUSED, ECONNRESET, …'),
  'text.closeCode': number('the WebSocket close code that it quotes'),
  'text.target': text('the "Gateway target:" that it quotes'),
  'text.bind': text('the "Bind:" that it quotes: gateway.bind in the settings of the CLI that failed'),
  'text.client': text(
    'the client that it is about: openclaw-control-ui, cli, node-host, gateway-client, third-party, …; null: not told',
  ),
  'text.errors': texts('errors in it that are no answer of a gateway to a client'),
  'text.ran': texts('the openclaw commands that it quotes as run, by their first words: openclaw pairing list'),
  'text.says': texts('what it says, by the signatures that it fits: the words of rules/signatures'),
  'text.approved': text('what was given to `devices approve` in it that is no request id; null: nothing such'),
  'text.approvedIs': text('what that is: device, address, invented, chat-code, cut (an id that was cut off)'),
  'text.meantRequest': text('the request that waits for the device or address that was given instead of its id'),
  'text.chatChannel': text('the chat channel that `pairing approve` names in it'),
  'text.chatCode': text("the sender's code that a chat's message names in it; null: none, or one of another form"),
  'text.tokenInEnvironment': flag('it tells of a token in an environment, a .env file or a service'),
  'text.deployment': text('how the gateway is run, in the words of who wrote it'),
  'text.resembles': list('the causes whose reports read most like it, the likest first', {
    cause: text('the rule of that cause'),
    words: texts('its words that speak most for it'),
  }),
  'text.notes': texts('what else was written down of it, a sentence each'),
} as const satisfies Readonly<Record<string, Shape>>;
