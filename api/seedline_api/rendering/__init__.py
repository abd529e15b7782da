"""What workers make beside answers to queries: forms of views, pages, documents. It knows no server and no request."""

from seedline_api.rendering.site import Site
from seedline_api.rendering.tasks import Renderer, open_tasks

__all__ = ["Renderer", "Site", "open_tasks"]
