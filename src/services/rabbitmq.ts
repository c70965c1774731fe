/** RabbitMQ. */

import type { Service } from './service.ts';

export const rabbitmq: Service = {
  kind: 'rabbitmq',
  title: 'RabbitMQ',
  port: 5672,
  engines: [],
  schemes: ['amqp', 'amqps', 'pyamqp'],
  driver: null,
  connectionLimit: null,
  urlTemplate: 'amqp://USER:PASSWORD@HOST:5672//',
};
