"""Rule `cookies`: in, the flags of session and CSRF cookies; out, secure ones over HTTPS, working ones over HTTP."""

from django.http.request import validate_host

PREFIXES = ("__Secure-", "__Host-")


def secure_cookies(draft):
    """Secure exactly when the site is served over HTTPS; not readable by scripts; not sent along by other sites."""
    for name in ("SESSION_COOKIE", "CSRF_COOKIE"):
        follow_scheme(draft, name)
        drop_foreign_domain(draft, name)
        if draft.get(name + "_SAMESITE") in (None, False, ""):
            draft.change(name + "_SAMESITE", "Lax", "Other sites must not send this cookie along.")
    if not draft.get("SESSION_COOKIE_HTTPONLY"):
        draft.change("SESSION_COOKIE_HTTPONLY", True, "A script on the page must not read the session.")


def follow_scheme(draft, name):
    """A browser drops secure cookies, and names with a secure prefix, over plain HTTP: nobody could log in."""
    https = draft.overlay.https
    why = "The site is served over HTTPS." if https else "Over plain HTTP a browser drops secure cookies."
    draft.change(name + "_SECURE", https, why)
    if https:
        return
    cookie = draft.get(name + "_NAME")
    if draft.get(name + "_SAMESITE") == "None":
        draft.change(name + "_SAMESITE", "Lax", "A browser drops SameSite=None cookies over plain HTTP.")
    for prefix in PREFIXES:
        if cookie.startswith(prefix):
            draft.change(name + "_NAME", cookie[len(prefix) :], "Over plain HTTP a browser drops this prefix.")


def drop_foreign_domain(draft, name):
    """A cookie for a domain that is none of the site's is dropped by every browser."""
    domain = draft.get(name + "_DOMAIN")
    hosts = draft.overlay.hosts
    pattern = "." + domain.lstrip(".") if domain else ""
    if domain and hosts and not any(validate_host(host.lower().lstrip("."), [pattern]) for host in hosts):
        draft.change(name + "_DOMAIN", None, "The site does not answer to a name of this domain.")
