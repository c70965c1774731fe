"""Rule `ssl`: in, who ends TLS; out, a proxy header that is believed only from our proxy, and no redirect loop."""

import ipaddress

PROXY_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
#: Thirty days: long enough to protect a returning visitor, short enough to take back. The proxy must not send it too.
HSTS_SECONDS = 30 * 24 * 3600
LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".test", ".example")


def believe_proxy(draft):
    """The scheme is what our proxy says, never what a client says."""
    overlay = draft.overlay
    if overlay.https and overlay.behind_proxy:
        draft.change("SECURE_PROXY_SSL_HEADER", PROXY_HEADER, "Our proxy ends TLS and says so in this header.")
    if not overlay.behind_proxy and not overlay.https:
        distrust_headers(draft)
    if overlay.https:
        send_hsts(draft)
    elif draft.get("SECURE_SSL_REDIRECT"):
        draft.change("SECURE_SSL_REDIRECT", False, "The site is served over plain HTTP; the redirect leads nowhere.")


def distrust_headers(draft):
    """With no proxy in front, whatever these headers say comes from the client."""
    if draft.get("SECURE_PROXY_SSL_HEADER"):
        draft.change("SECURE_PROXY_SSL_HEADER", None, "No proxy is in front, so a client could send this header.")
    for name in ("USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT"):
        if draft.get(name):
            draft.change(name, False, "No proxy is in front, so a client could send this header.")


def send_hsts(draft):
    """HSTS is set by the application alone, and only for public names: a trial name may go back to plain HTTP."""
    if not draft.get("SECURE_HSTS_SECONDS") and any(is_public(host) for host in draft.overlay.hosts):
        draft.change("SECURE_HSTS_SECONDS", HSTS_SECONDS, "Browsers come back over HTTPS only.")


def is_public(host):
    """True for a name that a public certificate can be had for."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." in host.strip(".") and not host.lower().endswith(LOCAL_ENDINGS)
    return False
