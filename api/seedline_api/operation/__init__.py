"""What keeps a server healthy and its operator informed: who asks, metrics, logs, connections."""

from seedline_api.operation.clients import Clients
from seedline_api.operation.connections import connection_class
from seedline_api.operation.logs import Log, RequestLine
from seedline_api.operation.metrics import Metrics

__all__ = ["Clients", "Log", "Metrics", "RequestLine", "connection_class"]
