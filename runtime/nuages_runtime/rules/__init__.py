"""All rules in the order in which they apply; a rule is switched off by its name under `off` in nuages.toml."""

from nuages_runtime.rules.compressor import keep_combined_files
from nuages_runtime.rules.cookies import secure_cookies
from nuages_runtime.rules.csrf_origins import add_csrf_origins
from nuages_runtime.rules.databases import keep_connections
from nuages_runtime.rules.debug import switch_debug_off
from nuages_runtime.rules.headers import send_headers
from nuages_runtime.rules.health import put_health_first
from nuages_runtime.rules.hosts import limit_hosts
from nuages_runtime.rules.logs import write_json_logs
from nuages_runtime.rules.media import place_media
from nuages_runtime.rules.report_filter import hide_in_reports
from nuages_runtime.rules.request_id import number_requests
from nuages_runtime.rules.secret_key import replace_weak_key
from nuages_runtime.rules.ssl import believe_proxy
from nuages_runtime.rules.static import serve_hashed_static
from nuages_runtime.rules.whitenoise import place_whitenoise

RULES = {
    "debug": switch_debug_off,
    "hosts": limit_hosts,
    "secret-key": replace_weak_key,
    "csrf-origins": add_csrf_origins,
    "cookies": secure_cookies,
    "ssl": believe_proxy,
    "headers": send_headers,
    "databases": keep_connections,
    "static": serve_hashed_static,
    "whitenoise": place_whitenoise,
    "compressor": keep_combined_files,
    "media": place_media,
    "logging": write_json_logs,
    "report-filter": hide_in_reports,
    "request-id": number_requests,
    "health": put_health_first,
}


def apply_rules(draft):
    """Apply every rule that is not switched off."""
    for name, rule in RULES.items():
        if name not in draft.overlay.off:
            draft.rule = name
            rule(draft)
