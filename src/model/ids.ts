/** OpenClaw's request ids are UUIDs; anything else from outside never becomes an argument. */
export const isRequestId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Its device ids are SHA-256 digests of a key, in hexadecimal. */
export const isDeviceId = (text: string) => /^[0-9a-f]{64}$/i.test(text);
