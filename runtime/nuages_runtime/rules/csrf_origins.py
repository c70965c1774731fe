"""Rule `csrf-origins`: in, CSRF_TRUSTED_ORIGINS; out, the same and the site's own origins."""

from nuages_runtime import versions


def add_csrf_origins(draft):
    """Forms posted from the site's own pages are accepted also where a proxy hides the scheme."""
    origins = draft.overlay.csrf_origins
    if not versions.HAS_CSRF_SCHEMES:
        origins = [origin.split("://", 1)[-1] for origin in origins]
    project = list(draft.get("CSRF_TRUSTED_ORIGINS"))
    new = [origin for origin in origins if origin not in project]
    draft.change("CSRF_TRUSTED_ORIGINS", project + new, "The site's own origins.", kind="added")
