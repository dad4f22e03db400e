"""What the notifier does with what it hears, is asked, and finds due."""
