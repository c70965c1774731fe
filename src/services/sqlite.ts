/** SQLite: a file of the site. */

import type { Service } from './service.ts';

export const sqlite: Service = {
  kind: 'sqlite',
  title: 'SQLite',
  port: null,
  engines: ['sqlite3', 'spatialite'],
  schemes: ['sqlite', 'sqlite3', 'spatialite'],
  driver: null,
  connectionLimit: null,
  urlTemplate: 'sqlite:////PATH/TO/db.sqlite3',
};
