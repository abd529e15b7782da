"""The doors to Seedline: HTTP and the command line."""
