"""A code location that does not load, as after a bad deployment."""

raise RuntimeError("The credentials of the warehouse are not configured")
