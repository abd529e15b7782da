"""``python -m seedline.sandbox PLAN``: a fork server, started by the server."""

import json
import sys

from seedline.sandbox.fork_server import Plan, main

if __name__ == "__main__":
    main(Plan(**json.loads(sys.argv[1])))
