"""Who may say what to whom on the bus, and the server's configuration. One source for every kind of deployment."""
