"""The rules of following up: what falls due, when, who is reminded, and how it stands. Values in, values out."""
