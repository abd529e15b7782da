"""Work in processes that may be ended: a pool of workers, a fair queue, and limits."""
