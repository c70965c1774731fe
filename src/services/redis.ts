/** Redis and what speaks its protocol. */

import type { Service } from './service.ts';

export const redis: Service = {
  kind: 'redis',
  title: 'Redis',
  port: 6379,
  engines: [],
  schemes: ['redis', 'rediss', 'redis+socket', 'unix', 'rediscache', 'valkey', 'valkeys'],
  driver: { packages: ['redis', 'django-redis', 'django-valkey', 'valkey'], requirement: () => 'redis>=4.3' },
  connectionLimit: null,
  urlTemplate: 'redis://HOST:6379/0',
};
