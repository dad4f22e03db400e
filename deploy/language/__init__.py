"""What is written down from the code? The published messages, AsyncAPI, the catalogue and the table of settings."""
