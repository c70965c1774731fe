"""Rule `compressor`: in, the storage of combined files; out, one that compresses them and keeps them for later releases."""

OWN = (
    "compressor.storage.CompressorFileStorage",
    "compressor.storage.GzipCompressorFileStorage",
    "compressor.storage.BrotliCompressorFileStorage",
)
COMBINED = "nuages_runtime.combined_storage.CombinedStorage"


def keep_combined_files(draft):
    """A storage that the project wrote itself, or a bucket, stays."""
    if not draft.app_is_installed("compressor") or not draft.get("STATIC_ROOT"):
        return
    if "compressor" in (draft.get("STORAGES") or {}) or draft.get("COMPRESS_STORAGE", OWN[0]) not in OWN:
        return
    why = "Combined files are compressed ahead, and stay while pages of this release are open."
    draft.change("COMPRESS_STORAGE", COMBINED, why, kind="added")
