"""What this Django can do: in, its version; out, names for the features that the rules ask about."""

import django

HAS_CSRF_SCHEMES = django.VERSION >= (4, 0)
HAS_KEY_FALLBACKS = django.VERSION >= (4, 1)
HAS_CONNECTION_HEALTH_CHECKS = django.VERSION >= (4, 1)
HAS_STORAGES = django.VERSION >= (4, 2)
#: Up to 5.0 Django reads STATICFILES_STORAGE and DEFAULT_FILE_STORAGE too.
HAS_STORAGE_NAMES = django.VERSION < (5, 1)
HAS_SQLITE_TRANSACTION_MODE = django.VERSION >= (5, 1)
HAS_POSTGRESQL_POOL = django.VERSION >= (5, 1)
