"""Where are promises, occurrences, reminders and reports kept?"""
