/** The names by which anybody may give a value, whatever the project calls it: in, nothing; out, the names. */

export const canonicalNames = ['SECRET_KEY', 'DATABASE_URL', 'REDIS_URL', 'ALLOWED_HOSTS', 'DJANGO_DEBUG'] as const;
