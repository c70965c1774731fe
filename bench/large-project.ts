/** A large Django project: in, a folder and a number of applications; out, ten Python files for each, and settings that split. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const settings = `import os
from pathlib import Path
from .applications import LOCAL_APPS

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(",")
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.staticfiles", *LOCAL_APPS]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "site_of_many.urls"
WSGI_APPLICATION = "site_of_many.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
`;

const manage = `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of_many.settings.production")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`;

const wsgi = `import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of_many.settings.production")
application = get_wsgi_application()
`;

/** A file of ordinary length (about 60 lines): classes, calls, strings and comments. */
function moduleText(app: string, part: string): string {
  const block = (index: number) => `
class ${part.replaceAll('/', '_')}_${index}(models.Model):
    """Thing number ${index} of ${app}."""

    title = models.CharField(max_length=200, db_index=True, help_text="What people see")
    created = models.DateTimeField(auto_now_add=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    def total(self, rate=1.0, *extra, **options):
        # Rounded for people, not for accounts.
        values = [item * rate for item in extra if item is not None]
        return round(sum(values) + float(self.amount), options.get("digits", 2))
`;
  return `from django.db import models\n${[1, 2, 3, 4, 5].map(block).join('')}`;
}

/** Writes `apps` x 10 Python files and a handful more. Returns how many Python files there are. */
export function writeLargeProject(folder: string, apps: number): number {
  const parts = 'apps models views forms admin urls tasks signals services/prices services/stock'.split(' ');
  const names = Array.from({ length: apps }, (_, index) => `part${index}`);
  const files: Record<string, string> = {
    'manage.py': manage,
    'requirements.txt': 'Django==5.2.1\ngunicorn==23.0.0\nwhitenoise==6.9.0\n',
    'site_of_many/__init__.py': '',
    'site_of_many/urls.py': 'urlpatterns = []\n',
    'site_of_many/wsgi.py': wsgi,
    'site_of_many/settings/__init__.py': '',
    'site_of_many/settings/base.py': settings,
    'site_of_many/settings/applications.py': `LOCAL_APPS = [\n${names.map((name) => `    "${name}",\n`).join('')}]\n`,
    'site_of_many/settings/production.py': 'from .base import *\n\nDEBUG = False\nSECURE_HSTS_SECONDS = 3600\n',
  };
  for (const name of names) for (const part of parts) files[`${name}/${part}.py`] = moduleText(name, part);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return Object.keys(files).filter((path) => path.endsWith('.py')).length;
}
