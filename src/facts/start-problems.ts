import { behaves } from '../gateway/model/behaviour.ts';
import { holdsFor } from '../gateway/releases.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { possibleReleases } from './releases.ts';

const BINDS = ['loopback', 'lan', 'tailnet', 'auto', 'custom'];

/** Since then a gateway that has both a token and a password wants to be told which counts. */
const MODE_NEEDED = '>=2026.3.7';

/**
 * What in the gateway's settings keeps it from starting, a sentence each, as far as every release that it may be does so.
 * An unset gateway.mode is left out: many containers start with --allow-unconfigured.
 */
export function startProblems(facts: Facts): Facts {
  const source = facts['gateway.config.file'];
  const values = (name: Name) => valueIn(facts, `gateway.config.${name}`);
  const bind = values('bind');
  if (bind === undefined && values('hasToken') === undefined) {
    const reason = source?.status === 'unknown' ? source.reason : "nothing tells of the gateway's settings";
    return { 'gateway.startProblems': unknown(reason) };
  }
  const possible = possibleReleases(facts);
  const isOpen = typeof bind === 'string' && ['lan', 'tailnet', 'custom'].includes(bind);
  const origins = facts['gateway.config.allowedOrigins'];
  const lacksOrigins = origins?.status === 'known' && (origins.value ?? []).length === 0;
  const lacksMode = facts['gateway.config.authMode']?.status === 'known' && values('authMode') === null;
  const problems = [
    ...(typeof bind === 'string' && !BINDS.includes(bind)
      ? [`gateway.bind is "${bind}", and takes ${BINDS.join(', ')} only`]
      : []),
    ...(isOpen && values('authMode') === 'none'
      ? [`gateway.auth.mode is none, and gateway.bind ${bind} wants a token or a password`]
      : []),
    ...(isOpen &&
    lacksOrigins &&
    behaves(possible, 'origins-required') === true &&
    behaves(possible, 'origins-seeded') === false
      ? [`gateway.controlUi.allowedOrigins is not set, and gateway.bind ${bind} wants it`]
      : []),
    ...(values('hasToken') === true &&
    values('hasPassword') === true &&
    lacksMode &&
    holdsFor(MODE_NEEDED, possible) === true
      ? ['gateway.auth has a token and a password, and gateway.auth.mode does not say which counts']
      : []),
  ];
  return { 'gateway.startProblems': known(problems, source?.status === 'known' ? source.source : 'its settings') };
}

type Name = 'bind' | 'authMode' | 'hasToken' | 'hasPassword';
