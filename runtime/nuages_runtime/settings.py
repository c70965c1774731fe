"""The settings module of every process: in, the project's settings and runtime.json; out, the values in force."""

from nuages_runtime.lay_over import lay_over

draft = lay_over()
globals().update(draft.values)
