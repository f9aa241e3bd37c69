import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every name that OpenClaw imports from its WhatsApp library. The oldest versions import them as they start. */
const names = [
  ...['DisconnectReason', 'downloadMediaMessage', 'extractMessageContent', 'fetchLatestBaileysVersion'],
  ...['getContentType', 'isJidGroup', 'makeCacheableSignalKeyStore', 'makeWASocket', 'normalizeMessageContent'],
  'useMultiFileAuthState',
];

/** What stands in for the WhatsApp library in `folder`/node_modules has its names then, and none of its functions. */
export async function nameWhatsapp(folder: string): Promise<void> {
  const library = join(folder, 'node_modules', '@whiskeysockets', 'baileys');
  const file = join(library, 'stub.js');
  if (!existsSync(library) || existsSync(file)) return;
  await rm(library, { recursive: true });
  await mkdir(library);
  const manifest = { name: '@whiskeysockets/baileys', version: '7.0.0', type: 'module', exports: './stub.js' };
  await writeFile(join(library, 'package.json'), JSON.stringify(manifest));
  await writeFile(file, `${names.map((name) => `export const ${name} = {};`).join('\n')}\n`);
}
