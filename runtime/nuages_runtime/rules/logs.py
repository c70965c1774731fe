"""Rule `logging`: in, LOGGING; out, one JSON object a line on standard error, with the project's loggers kept."""

from nuages_runtime.draft import copy_nested

FORMATTER = "nuages_runtime.logs.JsonFormatter"
STREAM = ("logging.StreamHandler", "StreamHandler")
WHOLE = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"nuages": {"()": FORMATTER}},
    "handlers": {"nuages": {"class": "logging.StreamHandler", "formatter": "nuages"}},
    "root": {"handlers": ["nuages"], "level": "INFO"},
}


def write_json_logs(draft):
    """Levels, filters, files and mail of the project stay; what it prints becomes JSON unless it is already."""
    if draft.get("LOGGING_CONFIG") is None:
        return
    project = draft.get("LOGGING")
    if not project:
        draft.change("LOGGING", WHOLE, "Logs are one JSON object a line, with request id.", kind="added")
        return
    logging = copy_nested(project)
    formatters = logging.get("formatters", {})
    printing = [entry for entry in logging.get("handlers", {}).values() if prints_text(entry, formatters)]
    for handler in printing:
        handler["formatter"] = "nuages"
    if not has_root_handler(logging):
        logging.setdefault("handlers", {})["nuages"] = WHOLE["handlers"]["nuages"]
        logging["root"] = dict(logging.get("root") or {"level": "INFO"}, handlers=["nuages"])
    # The default of dictConfig would silence the web server's own loggers, which exist by now.
    logging["disable_existing_loggers"] = False
    if "nuages" in [handler.get("formatter") for handler in logging["handlers"].values()]:
        logging["formatters"] = dict(formatters, **WHOLE["formatters"])
    draft.change("LOGGING", logging, "Logs are one JSON object a line, with request id.", kind="added")


def prints_text(handler, formatters):
    """True for a handler that prints, with a formatter that is not one for JSON."""
    formatter = formatters.get(handler.get("formatter"), {})
    made_by = "{} {}".format(formatter.get("()", ""), formatter.get("class", "")).lower()
    is_json = "json" in made_by or "structlog" in made_by or str(formatter.get("format", "")).startswith('{"')
    return handler.get("class") in STREAM and not is_json


def has_root_handler(logging):
    """True when the project's root logger, under either of its names, has handlers."""
    root = logging.get("root") or logging.get("loggers", {}).get("") or {}
    return bool(root.get("handlers"))
