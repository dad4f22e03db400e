"""What have the terminal and the portal in common? Questions that several services answer together, and their words."""
