"""How a person writes an agreement in a file: Swedish words and no ids, which follow from the names."""
