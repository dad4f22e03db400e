"""The ground: transactions, messages, time, logs. Knows no service and no rule of the domain."""
