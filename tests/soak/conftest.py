"""Programs of the fuzzer are no modules of tests: they run in processes of their own."""

collect_ignore_glob = ["fuzz_*.py"]
