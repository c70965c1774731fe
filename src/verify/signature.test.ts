/** Signatures that Django 5.2 made: in, cookies; out, whether their key is found. */

import { expect, test } from 'vitest';
import { findKnownKey } from './signature.ts';

// Each made by Django itself with SECRET_KEY 'changeme', the last with one that nobody knows.
test.each([
  ['sessionid', 'eyJhIjoxfQ:1xUfpu:W5U0JdXeE7Nw6uREtHP4rC3xrhs8EFkeWvwdf8WtphE'],
  ['messages', 'WzFd:1xUfpu:ed9b9yiqpRb8QVxiA8xr_KrXeGvlIPrbq55AezxEWhc'],
  ['visitor', 'new:1xUfpu:J9ytyR2vQKnE2wV85ouUiAG7cjB0Rg5xb6tYuxunS-s'],
  ['visitor', 'new:1xUfpu:TRAJCTLiSf5I859NhVax3ivqzkssaxbxyhIbKMiXOpM'],
])('finds the key of %s %s', (name, value) => {
  expect(findKnownKey(name, value)).toBe('changeme');
});

test('finds none for a key of its own, or for what is no signature', () => {
  expect(findKnownKey('visitor', 'new:1xUfpu:ajhmlbmqCBJwF_mhzefJ5ltcb6cD8R60QyMFaI9RaW4')).toBeUndefined();
  for (const value of ['', ':', 'a:b', 'plain']) expect(findKnownKey('visitor', value)).toBeUndefined();
});
