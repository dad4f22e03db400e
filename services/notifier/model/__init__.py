"""The notifier's rules: when mail may leave, to whom, what it says, and what follows from how it went."""
