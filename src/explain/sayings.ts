import type { Saying } from './saying.ts';
import { auth } from './sayings/auth.ts';
import { connecting } from './sayings/connecting.ts';
import { identity } from './sayings/identity.ts';
import { later } from './sayings/later.ts';
import { pairing } from './sayings/pairing.ts';
import { vouched } from './sayings/vouched.ts';

/** Everything that a connection can end with, in the order in which a gateway decides. */
export const sayings: readonly Saying[] = [...connecting, ...identity, ...auth, ...vouched, ...pairing, ...later];
