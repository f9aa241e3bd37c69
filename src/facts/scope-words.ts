const SCOPES: Readonly<Record<string, string>> = {
  'operator.admin': 'do everything, change settings and approve other devices among it',
  'operator.read': 'read sessions, logs and status',
  'operator.write': 'send messages and have tools run',
  'operator.approvals': 'approve commands that agents want to run',
  'operator.pairing': 'approve and remove devices',
  'operator.questions': "answer agents' questions",
  'operator.talk': 'hold voice conversations',
  'operator.talk.secrets': 'read the voice settings with the secrets in them',
};

/** What a device with this scope may do; undefined: OpenClaw has no such scope, as far as the doctor knows. */
export function scopeInWords(scope: string): string | undefined {
  return Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
}
