"""Which pages are there? One module per page; a page asks, renders and, for an answer, tells."""
