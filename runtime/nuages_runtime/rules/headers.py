"""Rule `headers`: in, the security headers' settings; out, the ones that the contract promises (K11)."""

from nuages_runtime.middleware_list import insert_first

SECURITY = "django.middleware.security.SecurityMiddleware"
FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"


def send_headers(draft):
    """nosniff, referrer and frame policy are on. The opener policy is Django's default; a project's None stays."""
    if not draft.get("SECURE_CONTENT_TYPE_NOSNIFF"):
        draft.change("SECURE_CONTENT_TYPE_NOSNIFF", True, "An upload must not be run as a script.")
    if not draft.get("SECURE_REFERRER_POLICY"):
        draft.change("SECURE_REFERRER_POLICY", "same-origin", "Other sites must not learn the addresses of pages.")
    middleware = list(draft.get("MIDDLEWARE"))
    if SECURITY not in middleware:
        middleware = insert_first(middleware, SECURITY)
    if FRAMES not in middleware:
        middleware = [*middleware, FRAMES]
    draft.change("MIDDLEWARE", middleware, "Sends the security headers.", kind="added")
