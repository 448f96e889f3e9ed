"""Where cases come from: files, workbooks, the bundled district, and the way back; and observations of any scores."""

from .observations import observations_from_table, observations_of

__all__ = ["observations_from_table", "observations_of"]
