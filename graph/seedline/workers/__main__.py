"""``python -m seedline.workers PLAN``: a nursery, started by the server."""

import json
import sys

from seedline.workers.nursery import Plan, main

if __name__ == "__main__":
    main(Plan(**json.loads(sys.argv[1])))
