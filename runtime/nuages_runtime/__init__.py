"""The Python side of nuages: runs an unedited Django project with production settings laid over its own.

Nothing is imported here, so that looking at this package costs nothing and starts nothing.
"""
