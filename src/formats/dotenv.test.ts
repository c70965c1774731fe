/** Reading `.env` files: in, texts; out, checked names, values and lines. */

import { expect, test } from 'vitest';
import { parseDotenv } from './dotenv.ts';

const values = (text: string) => Object.fromEntries(parseDotenv(text).entries.map(({ name, value }) => [name, value]));

test.each([
  ['A=1', '1'],
  ['export A = 1 ', '1'],
  ['A=', ''],
  ['A= # nothing', ''],
  ['A=a#b #c', 'a#b'],
  ['A="a # b" # c', 'a # b'],
  ["A='a\\n$HOME'", 'a\\n$HOME'],
  ['A="a\\n\\"b\\"\\\\ \\$x $HOME \\d"', 'a\n"b"\\ $x $HOME \\d'],
  ['A=`it\'s "it"`', 'it\'s "it"'],
  ['A=postgres://u:p@h/db?x=1', 'postgres://u:p@h/db?x=1'],
  ['\uFEFFA=1\r\n', '1'],
  ['A="one\r\ntwo"\r\n', 'one\ntwo'],
])('%j gives %j', (text, value) => {
  expect(values(text)).toEqual({ A: value });
});

test('counts lines across values that span several', () => {
  const { entries, malformed } = parseDotenv('# first\nA="x\ny\nz"\nB=2\nwrong line\n\nC=\'open\nD=4');
  expect(entries.map(({ name, line }) => [name, line])).toEqual([
    ['A', 2],
    ['B', 5],
    ['D', 9],
  ]);
  expect(malformed).toEqual([
    { line: 6, reason: 'expected NAME=value' },
    { line: 8, reason: "the ' is never closed" },
  ]);
});

test('refuses text after a closing quote', () => {
  expect(parseDotenv('A="x"y').malformed).toEqual([{ line: 1, reason: 'text after the closing "' }]);
});

test('a value with a zero byte is malformed: no process can be given it', () => {
  const { entries, malformed } = parseDotenv('A=1\nB=x\0y\n');
  expect(entries.map(({ name }) => name)).toEqual(['A']);
  expect(malformed).toEqual([{ line: 2, reason: 'the value holds a zero byte' }]);
});
