/** Memcached. */

import type { Service } from './service.ts';

export const memcached: Service = {
  kind: 'memcached',
  title: 'Memcached',
  port: 11211,
  engines: [],
  schemes: ['memcached', 'memcache', 'pymemcache', 'pymemcachecache'],
  driver: { packages: ['pymemcache', 'pylibmc'], requirement: () => 'pymemcache>=4' },
  connectionLimit: null,
  urlTemplate: 'memcached://HOST:11211',
};
