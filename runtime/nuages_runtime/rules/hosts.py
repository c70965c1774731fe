"""Rule `hosts`: in, ALLOWED_HOSTS; out, the same without '*' and with the site's own names."""

from django.http.request import validate_host

LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def limit_hosts(draft):
    """A wrong Host must get 400 (it ends up in links and in password-reset mails); the site's names must not."""
    project = list(draft.get("ALLOWED_HOSTS"))
    kept = [host for host in project if host != "*"]
    added = [host for host in draft.overlay.hosts if not validate_host(host.lower(), kept)]
    hosts = kept + added or LOCAL_NAMES
    if hosts == project:
        return
    if "*" in project:
        draft.change("ALLOWED_HOSTS", hosts, "'*' believes any Host header, also in password-reset mails.")
    else:
        draft.change("ALLOWED_HOSTS", hosts, "The site answers to these names.", kind="added")
