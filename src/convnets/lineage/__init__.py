"""The lineage: one row for each network of the course, trained alike, on this computer or beside ours in `reference`."""

from convnets.lineage.ledger import DATA, FIXED, REFERENCE, Row, append, fit, logits, read, rows, table

__all__ = ["DATA", "FIXED", "REFERENCE", "Row", "fit", "append", "rows", "read", "table", "logits"]
