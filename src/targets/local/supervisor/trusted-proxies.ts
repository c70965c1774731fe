/** Whose forwarding headers are believed: in, addresses and CIDR blocks; out, a test for one address. */

import { BlockList, isIP } from 'node:net';

/**
 * @param blocks `10.0.0.0/8`, `::1`, `192.168.1.7`
 * @throws Error naming the block that is none
 */
export function readTrustedProxies(blocks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const block of blocks) addBlock(list, block);
  if (blocks.length === 0) return () => false;
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/** An IPv4 client of a socket that listens on IPv6 is `::ffff:1.2.3.4`: the application is to see `1.2.3.4`. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

function addBlock(list: BlockList, block: string): void {
  const [address = '', bits] = block.split('/');
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : Number(bits);
  if (family === 0 || bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) {
    throw new Error(`${block} is neither an address nor a CIDR block`);
  }
  list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
}
