"""What stands between a connection and the doors: middleware, request cycle, limits, problems, caches, metrics."""
