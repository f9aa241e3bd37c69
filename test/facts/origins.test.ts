import { describe, expect, test } from 'vitest';
import { originFields } from '../../src/facts/origins.ts';
import { readPage } from '../../src/facts/page-address.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import { refused } from '../support/facts.ts';

const facts = (listed: readonly string[], version = '2026.9.6'): Facts => ({
  'gateway.config.allowedOrigins': known(listed, 'openclaw.json'),
  'gateway.hostPort': known(18789, 'the port'),
  'gateway.releases': known([version], 'the version'),
});
const fieldsOf = (origin: string, listed: readonly string[], version?: string) =>
  originFields(refused({ origin }), facts(listed, version));

describe('what the list has, and what is wrong with it', () => {
  test.each([
    ['https://claw.lab', [], 'Nothing is listed.'],
    ['https://claw.lab', ['http://a', 'http://b'], 'The list has http://a, http://b.'],
    ['https://claw.lab', ['claw.lab'], 'The list has claw.lab, which lacks https://.'],
    ['https://claw.lab:8443', ['https://claw.lab'], 'The list has https://claw.lab, which lacks the port 8443.'],
    ['https://claw.lab', ['https://claw.lab:8443'], 'The list has https://claw.lab:8443, and the page has no port.'],
    ['https://claw.lab', ['http://claw.lab'], 'The list has http://claw.lab, and the page comes by https.'],
    [
      'https://claw.lab',
      ['https://claw.lab/'],
      'The list has https://claw.lab/, which goes on behind the host: an origin ends there, without a slash.',
    ],
    [
      'https://claw.lab',
      ['https://claw.lab:443'],
      'The list has https://claw.lab:443, which names the usual port: browsers leave that out.',
    ],
    [
      'http://127.0.0.1:18789',
      ['http://localhost:18789'],
      'The list has http://localhost:18789, and 127.0.0.1 is another origin than localhost.',
    ],
    ['http://192.168.1.5:18789', ['ip'], 'The list has ip.'],
  ])('%s by %j', (origin, listed, words) => {
    expect(fieldsOf(origin, listed)).toMatchObject({ originListed: false, originFound: words });
  });

  test('an entry counts in any case and with blanks around, as gateways read it', () => {
    expect(fieldsOf('https://claw.lab', [' HTTPS://Claw.Lab ']).originListed).toBe(true);
    expect(fieldsOf('https://claw.lab', ['*']).originListed).toBe(true);
  });

  test('a page of another scheme is matched from 2026.8.1 on only', () => {
    expect(fieldsOf('app://localhost', ['app://localhost'], '2026.8.1').originListed).toBe(true);
    expect(fieldsOf('app://localhost', ['app://localhost'], '2026.3.2')).toMatchObject({
      originListed: false,
      originFound: 'It is listed, and this version matches only http:// and https:// pages.',
      originsNeeded: null,
    });
  });

  test('without a page or a list nothing is said', () => {
    expect(originFields(refused({ origin: 'null' }), facts([]))).toMatchObject({ originListed: null });
    expect(originFields(refused({ origin: 'https://claw.lab' }), {})).toMatchObject({
      pageHost: 'claw.lab',
      originListed: null,
      originsNeeded: null,
    });
  });
});

describe('the list that is needed', () => {
  test('keeps what is there', () => {
    expect(fieldsOf('https://Claw.lab', ['https://other.lab']).originsNeeded).toBe(
      '["https://other.lab","https://claw.lab"]',
    );
  });
  test('has the page at localhost, which a gateway without a list allows by itself', () => {
    expect(fieldsOf('https://claw.lab', []).originsNeeded).toBe(
      '["http://localhost:18789","http://127.0.0.1:18789","https://claw.lab"]',
    );
  });
  test('is none where the page is listed', () => {
    expect(fieldsOf('https://claw.lab', ['https://claw.lab']).originsNeeded).toBeNull();
  });
});

test('a Host header without the port of the page is a proxy’s doing', () => {
  const lacks = (origin: string, host: string) => originFields(refused({ origin, host }), {}).hostLacksPort;
  expect(lacks('http://hostname:8011', 'hostname')).toBe(true);
  expect(lacks('http://hostname:8011', 'hostname:8011')).toBe(false);
  expect(lacks('https://claw.lab', 'claw.lab')).toBe(false);
});

describe('a page’s address', () => {
  test.each([
    ['http://192.168.1.5:18789/chat?x#token=1', 'http://192.168.1.5:18789', '192.168.1.5', false],
    ['http://localhost:18789', 'http://localhost:18789', 'localhost', true],
    ['localhost:18789', 'http://localhost:18789', 'localhost', true],
    ['https://claw.lab/', 'https://claw.lab', 'claw.lab', true],
    [
      'https://<your-domain>.up.railway.app/openclaw/',
      'https://<your-domain>.up.railway.app',
      '<your-domain>.up.railway.app',
      true,
    ],
    ['https://[PUBLIC_IP]:12036', 'https://[public_ip]:12036', '[PUBLIC_IP]', true],
    ['http://<ip>:18789/', 'http://<ip>:18789', '<ip>', false],
    ['wss://claw.tail1234.ts.net', null, 'claw.tail1234.ts.net', true],
    ['ws://host.docker.internal:18789', null, 'host.docker.internal', false],
  ])('%s', (text, origin, host, secure) => {
    expect(readPage(text)).toEqual({ origin, host, secure });
  });
  test.each(['', 'app://localhost', 'see above', 'file:///index.html'])('none: %j', (text) => {
    expect(readPage(text)).toBeUndefined();
  });
});
