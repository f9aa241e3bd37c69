import { flag, number, text, texts } from './shape.ts';

/** The settings of one `openclaw.json` that matter for a connection. */
export const settings = <P extends 'gateway' | 'client'>(prefix: P, whose: string) =>
  ({
    [`${prefix}.config.file`]: text(`the ${whose} openclaw.json; null where there is none`),
    [`${prefix}.config.error`]: text(
      `why the ${whose} openclaw.json can't be parsed, with line and column; null: it can`,
    ),
    [`${prefix}.config.hasComments`]: flag(
      `the ${whose} openclaw.json has comments, which OpenClaw drops when it writes it`,
    ),
    [`${prefix}.config.text`]: text(
      `the text of the ${whose} openclaw.json where it is more than plain JSON, as which OpenClaw writes it anew; null: it is no more`,
    ),
    [`${prefix}.config.mode`]: text(`gateway.mode in the ${whose} openclaw.json: local, remote`),
    [`${prefix}.config.bind`]: text(`gateway.bind there: loopback, lan, tailnet, auto, custom`),
    [`${prefix}.config.port`]: number(`gateway.port there`),
    [`${prefix}.config.authMode`]: text(`gateway.auth.mode there: none, token, password, trusted-proxy`),
    [`${prefix}.config.hasToken`]: flag(`gateway.auth.token is set there`),
    [`${prefix}.config.hasPassword`]: flag(`gateway.auth.password is set there`),
    [`${prefix}.config.token`]: text(
      `the stand-in of gateway.auth.token there, or \${NAME} of a variable; null: not set`,
    ),
    [`${prefix}.config.password`]: text(`the same of gateway.auth.password`),
    [`${prefix}.config.remoteToken`]: text(`the same of gateway.remote.token`),
    [`${prefix}.config.remotePassword`]: text(`the same of gateway.remote.password`),
    [`${prefix}.config.remoteUrl`]: text(`gateway.remote.url there`),
    [`${prefix}.config.sshTarget`]: text(`gateway.remote.sshTarget there: user@host:port of the gateway's host`),
    [`${prefix}.config.sshIdentity`]: text(`gateway.remote.sshIdentity there: the file with the key for it`),
    [`${prefix}.config.allowTailscale`]: flag(`gateway.auth.allowTailscale there`),
    [`${prefix}.config.tls`]: flag(`gateway.tls.enabled there`),
    [`${prefix}.config.trustedProxies`]: texts(`gateway.trustedProxies there`),
    [`${prefix}.config.allowedOrigins`]: texts(`gateway.controlUi.allowedOrigins there`),
    [`${prefix}.config.allowInsecureAuth`]: flag(`gateway.controlUi.allowInsecureAuth there`),
    [`${prefix}.config.dangerouslyDisableDeviceAuth`]: flag(`gateway.controlUi.dangerouslyDisableDeviceAuth there`),
    [`${prefix}.config.tailscaleMode`]: text(`gateway.tailscale.mode there: off, serve, funnel`),
    [`${prefix}.config.logFile`]: text(`logging.file there`),
  }) as { readonly [K in `${P}.config.${TextSetting}`]: { kind: 'text'; about: string } } & {
    readonly [K in `${P}.config.${FlagSetting}`]: { kind: 'flag'; about: string };
  } & { readonly [K in `${P}.config.${ListSetting}`]: { kind: 'texts'; about: string } } & {
    readonly [K in `${P}.config.port`]: { kind: 'number'; about: string };
  };
type TextSetting =
  | 'file'
  | 'error'
  | 'text'
  | 'mode'
  | 'bind'
  | 'authMode'
  | 'remoteUrl'
  | 'sshTarget'
  | 'sshIdentity'
  | 'tailscaleMode'
  | 'logFile'
  | SecretSetting;
type SecretSetting = 'token' | 'password' | 'remoteToken' | 'remotePassword';
type FlagSetting =
  | 'hasComments'
  | 'hasToken'
  | 'hasPassword'
  | 'allowTailscale'
  | 'tls'
  | 'allowInsecureAuth'
  | 'dangerouslyDisableDeviceAuth';
type ListSetting = 'trustedProxies' | 'allowedOrigins';
