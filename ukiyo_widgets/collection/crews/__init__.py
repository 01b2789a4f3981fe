"""Who colours the prints of a collection: processes of this machine, or a Dask cluster."""
