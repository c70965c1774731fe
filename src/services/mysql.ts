/** MySQL and MariaDB. */

import type { Service } from './service.ts';

export const mysql: Service = {
  kind: 'mysql',
  title: 'MySQL',
  port: 3306,
  engines: ['mysql', 'mariadb'],
  schemes: ['mysql', 'mysql2', 'mysqlgis', 'mysql-connector', 'mariadb'],
  driver: { packages: ['mysqlclient', 'pymysql', 'mysql-connector-python'], requirement: () => 'mysqlclient>=2.1' },
  // https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections
  connectionLimit: 151,
  urlTemplate: 'mysql://USER:PASSWORD@HOST:3306/NAME',
};
