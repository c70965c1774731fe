"""Rule `report-filter`: in, the filter of error reports; out, one that hides URLs with passwords and secret values."""

from nuages_runtime.sentry import hide_in_events

DJANGO = "django.views.debug.SafeExceptionReporterFilter"
OURS = "nuages_runtime.report_filter.SecretReporterFilter"


def hide_in_reports(draft):
    """Django's filter goes by name and shows DATABASE_URL. A filter that the project wrote itself stays."""
    hide_in_events()
    if draft.get("DEFAULT_EXCEPTION_REPORTER_FILTER") == DJANGO:
        draft.change("DEFAULT_EXCEPTION_REPORTER_FILTER", OURS, "Hides URLs with passwords too.", kind="added")
