/** PostgreSQL, with PostGIS and TimescaleDB as engines of the same server. */

import type { Service } from './service.ts';

export const postgresql: Service = {
  kind: 'postgresql',
  title: 'PostgreSQL',
  port: 5432,
  engines: ['postgresql', 'postgresql_psycopg2', 'postgis', 'timescale', 'cockroachdb'],
  schemes: ['postgres', 'postgresql', 'postgis', 'pgsql', 'psql', 'timescale', 'timescalegis', 'cockroach'],
  driver: {
    packages: ['psycopg', 'psycopg-binary', 'psycopg-c', 'psycopg2', 'psycopg2-binary', 'psycopg2cffi'],
    // Django 4.2 is the first that knows psycopg 3: https://docs.djangoproject.com/en/4.2/releases/4.2/#psycopg-3-support
    requirement: ([major, minor]) =>
      major > 4 || (major === 4 && minor >= 2) ? 'psycopg[binary]>=3.1.8' : 'psycopg2-binary>=2.9',
  },
  // max_connections 100 less superuser_reserved_connections 3: https://www.postgresql.org/docs/current/runtime-config-connection.html
  connectionLimit: 97,
  urlTemplate: 'postgres://USER:PASSWORD@HOST:5432/NAME',
};
