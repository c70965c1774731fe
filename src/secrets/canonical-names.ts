/** The names by which anybody may give a value, whatever the project calls it: in, nothing; out, the names and their synonyms. */

export const canonicalNames = ['SECRET_KEY', 'DATABASE_URL', 'REDIS_URL', 'ALLOWED_HOSTS', 'DJANGO_DEBUG'] as const;

/** Names that others use for the same, understood when a project reads another one. */
export const synonyms = ['DJANGO_SECRET_KEY', 'DEFAULT_DATABASE_DSN'] as const;
