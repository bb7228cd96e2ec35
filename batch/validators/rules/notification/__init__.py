"""The correspondence between an employer and his workers: parameters, a worker's notification, its answer (ours)."""
